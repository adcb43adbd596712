import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { AuditBroken, verifyAudit } from '#trust/audit/index.ts';
import { makeKey } from '../workshop.ts';
import { type Logbook, linesOf, logbook, writeLines } from './logbook.ts';
import { entry } from './logbook-entry.ts';

const verify = (book: Logbook) =>
  verifyAudit({ file: book.file, keys: { jwks: book.key.jwks }, anchors: book.anchors });

async function long(checkpoints = { entries: 10 }): Promise<Logbook> {
  const book = await logbook();
  const log = await book.open({ checkpoints });
  for (let number = 0; number < 60; number += 6) {
    // oxlint-disable-next-line no-await-in-loop -- in several writes
    await log.append(Array.from({ length: 6 }, (_, index) => entry(number + index)));
  }
  await log.close();
  return book;
}

describe('one writer', () => {
  it('holds the log; a second one is told who', async () => {
    const book = await logbook();
    const log = await book.open();
    await expect(book.open()).rejects.toThrow(
      `expected to be its only writer, got a lock held by process ${process.pid}`,
    );
    await log.append(entry(0));
    await log.close();
    await (await book.open()).close();
    expect(await verify(book)).toMatchObject({ ok: true });
  });

  it('notices another that writes without the lock, and records nothing more', async () => {
    const book = await logbook();
    const log = await book.open();
    await log.append(entry(0));
    appendFileSync(book.file, 'stray\n');
    await expect(log.append(entry(1))).rejects.toThrow(/another wrote to it/);
    await expect(log.append(entry(2))).rejects.toMatchObject({ code: 'AUDIT_NOT_WRITTEN' });
    await expect(log.close()).rejects.toThrow();
    expect(readFileSync(book.file, 'utf8')).toMatch(/stray\n$/);
    await expect(book.open()).rejects.toMatchObject({ fault: { kind: 'CHANGED', line: 3 } });
  });
});

describe('opening', () => {
  it('puts a torn last line aside, says so in the log and to the operator, and goes on', async () => {
    const book = await logbook();
    const log = await book.open();
    await log.append([entry(0), entry(1)]);
    await log.close();
    const whole = readFileSync(book.file, 'utf8');
    appendFileSync(book.file, '{"at":"2026-11-2');
    expect(await verify(book)).toMatchObject({ ok: false, kind: 'TORN_TAIL', line: 5 });

    await (await book.open()).close();
    expect(await verify(book)).toMatchObject({ ok: true, entries: 2 });
    expect(readFileSync(book.file, 'utf8').startsWith(whole)).toBe(true);
    const [notice] = book.notices;
    if (notice?.kind !== 'TORN_TAIL') throw new Error('expected the notice of a torn tail');
    expect(notice.tail.bytes).toBe(16);
    expect(readFileSync(`${book.folder}/${notice.tail.file}`, 'utf8')).toBe('{"at":"2026-11-2');
    expect(decodeJwt(book.anchors.at(-2) ?? '')).toMatchObject({ reason: 'OPENED', torn: notice.tail });
  });

  it('puts a tail aside that is larger than any line', async () => {
    const book = await logbook();
    await (await book.open()).close();
    const zeros = Buffer.alloc(3 * 1024 * 1024);
    appendFileSync(book.file, zeros);
    await (await book.open()).close();
    expect(book.notices).toMatchObject([{ kind: 'TORN_TAIL', tail: { bytes: zeros.length } }]);
    expect(await verify(book)).toMatchObject({ ok: true });
  });

  it.each<[string, (lines: string[]) => string[], object]>([
    [
      'with a changed line',
      (lines) => lines.with(1, (lines[1] ?? '').replace('VN', 'CN')),
      { kind: 'CHANGED', line: 2 },
    ],
    ['with a line removed', (lines) => lines.toSpliced(1, 1), { kind: 'REMOVED', line: 2 }],
    ['that is empty', () => [], { kind: 'CUT', line: 1 }],
  ])('refuses a log %s, and leaves it as it is', async (_name, tamper, fault) => {
    const book = await logbook();
    const log = await book.open();
    await log.append([entry(0), entry(1)]);
    await log.close();
    writeLines(book.file, tamper(linesOf(book.file)));
    const before = readFileSync(book.file);
    const error: unknown = await book.open().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AuditBroken);
    expect(error).toMatchObject({ fault });
    expect(readFileSync(book.file)).toEqual(before);
  });

  describe('a long log', () => {
    it('is proven at its end alone, and gone on with where it ended', async () => {
      const book = await long();
      const before = linesOf(book.file);
      // What stands before the end is for the verifier: opening does not read it.
      writeLines(book.file, before.with(3, (before[3] ?? '').replace('VN', 'CN')));
      const log = await book.open({ proven: 9_000 });
      expect(log.position.sequence).toBe(before.length + 1);
      await log.append(entry(60));
      await log.close();
      expect(await verify(book)).toMatchObject({ ok: false, kind: 'CHANGED', line: 4 });
      writeLines(book.file, linesOf(book.file).with(3, before[3] ?? ''));
      expect(await verify(book)).toMatchObject({ ok: true, entries: 61 });
    });

    it.each<[string, (lines: string[]) => string[], object]>([
      [
        'a changed line',
        (lines) => lines.with(lines.length - 3, (lines.at(-3) ?? '').replace('VN', 'CN')),
        { kind: 'CHANGED', line: 65 },
      ],
      ['a line removed', (lines) => lines.toSpliced(-4, 1), { kind: 'REMOVED', line: 64 }],
      ['a line doubled', (lines) => lines.toSpliced(-4, 0, lines.at(-4) ?? ''), { kind: 'DOUBLED', line: 65 }],
    ])('is refused with %s at its end, by the number of the line in the whole log', async (_name, tamper, fault) => {
      const book = await long();
      writeLines(book.file, tamper(linesOf(book.file)));
      await expect(book.open({ proven: 9_000 })).rejects.toMatchObject({ fault });
    });

    it('is proven whole where its end holds no checkpoint', async () => {
      const book = await long({ entries: 1_000 });
      const lines = linesOf(book.file).slice(0, -1);
      writeLines(book.file, lines);
      const log = await book.open({ proven: 3_000 });
      expect(log.position.sequence).toBe(lines.length + 1);
      await log.close();
      writeLines(book.file, linesOf(book.file).toSpliced(2, 1));
      await (await book.open({ proven: 3_000 })).close();
      expect(await verify(book)).toMatchObject({ ok: false, kind: 'REMOVED', line: 3 });
    });

    it('has a torn last line put aside, and a tail that an anchor names missed', async () => {
      const book = await long();
      appendFileSync(book.file, '{"at":"2026');
      await (await book.open({ proven: 9_000 })).close();
      expect(book.notices).toMatchObject([{ kind: 'TORN_TAIL', tail: { bytes: 11 } }]);
      expect(await verify(book)).toMatchObject({ ok: true, entries: 60 });
      writeLines(book.file, linesOf(book.file).slice(0, -1));
      await expect(book.open({ proven: 9_000, anchors: book.anchors })).rejects.toMatchObject({
        fault: { kind: 'CUT' },
      });
    });

    it('is refused where it is the log of another process', async () => {
      const book = await long();
      await expect(book.open({ proven: 9_000, process: 'gateway-2' })).rejects.toMatchObject({
        fault: { kind: 'OTHER_LOG' },
      });
    });
  });

  it('refuses a log whose tail was cut, given what was kept elsewhere', async () => {
    const book = await logbook();
    const log = await book.open();
    await log.append([entry(0), entry(1)]);
    await log.close();
    writeLines(book.file, linesOf(book.file).slice(0, 2));
    await expect(book.open({ anchors: book.anchors })).rejects.toMatchObject({ fault: { kind: 'CUT', line: 3 } });
  });

  it('refuses the log of another process', async () => {
    const book = await logbook();
    await (await book.open()).close();
    await expect(book.open({ process: 'gateway-2' })).rejects.toMatchObject({ fault: { kind: 'OTHER_LOG' } });
  });

  it('refuses a file that never was a log, and leaves it as it is', async () => {
    const book = await logbook();
    writeFileSync(book.file, 'notes');
    await expect(book.open()).rejects.toMatchObject({ fault: { kind: 'CUT', line: 1 } });
    expect(readFileSync(book.file, 'utf8')).toBe('notes');
  });

  it('takes a log on that an earlier key signed, if it is told the key', async () => {
    const book = await logbook();
    await (await book.open()).close();
    const next = await makeKey(book.folder, 'next');
    await expect(book.open({ key: next.file })).rejects.toMatchObject({ fault: { kind: 'FORGED', line: 1 } });
    await (await book.open({ key: next.file, earlierKeys: { jwks: book.key.jwks } })).close();
    const keys = { keys: [book.key.publicKey, next.publicKey] };
    expect(await verifyAudit({ file: book.file, keys })).toMatchObject({ ok: true, checkpoints: 4 });
  });
});
