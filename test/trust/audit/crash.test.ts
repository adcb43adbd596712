import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AuditVerdict, verifyAudit } from '#trust/audit/index.ts';
import { type Logbook, logbook, numbersIn } from './logbook.ts';

const WRITER = resolve(import.meta.dirname, 'writer-process.ts');

interface Writing {
  readonly child: ChildProcess;
  /** Resolves at the first append that returned. */
  readonly begun: Promise<unknown>;
  /** Resolves with all that it printed, once it is gone. */
  readonly ended: Promise<Printed>;
}

interface Printed {
  readonly written: number[];
  readonly refused: number[];
  readonly anchors: string[];
}

function write(command: string, ...args: string[]): Writing {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  const begun = new Promise<void>((begin) => {
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (text.includes('written')) begin();
    });
  });
  const ended = once(child, 'close').then(() => {
    // The last line may be torn; then nobody was told of it.
    const lines = text
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split(' '));
    const of = (word: string) => lines.filter(([first]) => first === word).map(([, rest]) => rest ?? '');
    return { written: of('written').map(Number), refused: of('refused').map(Number), anchors: of('anchor') };
  });
  return { child, begun, ended };
}

const verify = (book: Logbook): Promise<AuditVerdict> =>
  verifyAudit({ file: book.file, keys: { jwks: book.key.jwks }, anchors: book.anchors });

/** A crash may leave a torn last line, and nothing else. */
function expectWholeButTorn(verdict: AuditVerdict): void {
  expect(verdict.ok ? 'whole' : verdict.kind).toMatch(/^(whole|TORN_TAIL)$/);
}

describe('a writer killed with kill -9', () => {
  it('leaves a log that is whole, holds every append that returned, and can be gone on with', async () => {
    const book = await logbook();
    const returned: number[] = [];
    for (let round = 0; round < 8; round++) {
      const writing = write(process.execPath, WRITER, book.file, book.key.file, String(round * 1_000_000));
      // Every other time somewhere in the start, where the log is proven and opened.
      await (round % 2 === 0 ? writing.begun : pause(80));
      await pause(Math.random() * 120);
      writing.child.kill('SIGKILL');
      const { written, anchors } = await writing.ended;
      returned.push(...written);
      book.anchors.push(...anchors);
      if (!existsSync(book.file)) continue;
      expectWholeButTorn(await verify(book));
      const held = numbersIn(book.file);
      expect(new Set(held).isSupersetOf(new Set(returned))).toBe(true);
      expect(held).toEqual(held.toSorted((a, b) => a - b));
    }
    expect(returned.length).toBeGreaterThan(20);
    await (await book.open()).close();
    expect(await verify(book)).toMatchObject({ ok: true });
  });

  it('no longer holds the log', async () => {
    const book = await logbook();
    const writing = write(process.execPath, WRITER, book.file, book.key.file);
    await writing.begun;
    await expect(book.open()).rejects.toThrow(`lock held by process ${writing.child.pid}`);
    writing.child.kill('SIGKILL');
    await writing.ended;
    await (await book.open()).close();
  });
});

describe.skipIf(process.platform === 'win32')('a writer whose file can grow no more', () => {
  it('refuses appends, and has those that returned', async () => {
    const book = await logbook();
    const limited = 'ulimit -f 64; exec "$@"';
    const args = [process.execPath, WRITER, book.file, book.key.file, '0', '30'];
    const { written, refused, anchors } = await write('sh', '-c', limited, 'sh', ...args).ended;
    expect(written.length).toBeGreaterThan(5);
    expect(refused.length).toBeGreaterThanOrEqual(30);
    book.anchors.push(...anchors);
    expectWholeButTorn(await verify(book));
    await (await book.open()).close();
    expect(await verify(book)).toMatchObject({ ok: true });
    expect(new Set(numbersIn(book.file)).isSupersetOf(new Set(written))).toBe(true);
  });
});
