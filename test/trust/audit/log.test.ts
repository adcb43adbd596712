import { once } from 'node:events';
import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { decodeJwt } from 'jose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AuditBroken, type AuditEntry, verifyAudit } from '#trust/audit/index.ts';
import { openStorage, type Storage } from '#trust/audit/storage.ts';
import { entry, type Logbook, linesOf, logbook, numbersIn, writeLines } from './logbook.ts';

const verify = (book: Logbook) =>
  verifyAudit({ file: book.file, keys: { jwks: book.key.jwks }, anchors: book.anchors });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('an audit log', () => {
  it('keeps what was appended, and is whole', async () => {
    const book = await logbook();
    const log = await book.open();
    await log.append(entry(0));
    await log.append([entry(1), entry(2)]);
    await log.close();
    expect(numbersIn(book.file)).toEqual([0, 1, 2]);
    expect(await verify(book)).toEqual({
      ok: true,
      log: log.log,
      process: 'gateway-1',
      lines: 5,
      entries: 3,
      checkpoints: 2,
      unsigned: 0,
    });
    expect(statSync(book.file).mode & 0o777).toBe(0o600);
  });

  it('keeps concurrent appends in their order', async () => {
    const book = await logbook();
    const log = await book.open();
    const done: number[] = [];
    await Promise.all(numbers(2000).map((number) => log.append(entry(number)).then(() => done.push(number))));
    expect(numbersIn(book.file)).toEqual(numbers(2000));
    expect(done).toEqual(numbers(2000));
    await log.close();
    expect(await verify(book)).toMatchObject({ ok: true, entries: 2000, checkpoints: 3 });
  });

  it('goes on where it ended', async () => {
    const book = await logbook();
    for (const number of numbers(3)) {
      const log = await book.open();
      await log.append(entry(number));
      await log.close();
    }
    expect(numbersIn(book.file)).toEqual([0, 1, 2]);
    expect(await verify(book)).toMatchObject({ ok: true, lines: 9, checkpoints: 6 });
    expect(book.notices).toEqual([]);
  });

  it('says where it stands', async () => {
    const book = await logbook();
    const log = await book.open();
    await log.append(entry(0));
    const { sequence, sha256 } = JSON.parse(linesOf(book.file).at(-1) ?? '') as { sequence: number; sha256: string };
    expect(log.position).toEqual({ sequence, hash: sha256 });
    await log.close();
  });

  it('takes an entry as it was when it was appended', async () => {
    const book = await logbook();
    const log = await book.open();
    const changed = entry(7);
    const appended = log.append(changed);
    changed.disclosed.push('Case.other');
    await appended;
    await log.close();
    expect(linesOf(book.file).join()).not.toContain('Case.other');
  });

  it('refuses what is no entry, and of a list with one such writes none', async () => {
    const book = await logbook();
    const log = await book.open();
    const bad = { ...entry(1), token: 'x' } as AuditEntry;
    await expect(log.append([entry(0), bad])).rejects.toMatchObject({ code: 'AUDIT_NOT_WRITTEN' });
    const long = { ...entry(1), denied: Array.from({ length: 4000 }, () => `Case.${'x'.repeat(300)}`) };
    await expect(log.append(long)).rejects.toThrow(/is the most/);
    await log.close();
    expect(numbersIn(book.file)).toEqual([]);
  });

  it('takes nothing once it is closed, and closes once', async () => {
    const book = await logbook();
    const log = await book.open();
    const appended = log.append(entry(0));
    await Promise.all([log.close(), log.close()]);
    await appended;
    await expect(log.append(entry(1))).rejects.toMatchObject({ code: 'AUDIT_NOT_WRITTEN' });
    expect(await verify(book)).toMatchObject({ ok: true, entries: 1, checkpoints: 2 });
  });
});

describe('checkpoints', () => {
  it('come after so many entries, when the log opens and when it closes', async () => {
    const book = await logbook();
    const log = await book.open({ checkpoints: { entries: 3 } });
    await log.append(numbers(7).map(entry));
    await log.close();
    const reasons = book.anchors.map((anchor) => decodeJwt(anchor)['reason']);
    expect(reasons).toEqual(['OPENED', 'ENTRIES', 'ENTRIES', 'CLOSED']);
    expect(book.anchors.map((anchor) => decodeJwt(anchor)['sequence'])).toEqual([0, 4, 8, 10]);
    expect(await verify(book)).toMatchObject({ ok: true, entries: 7, checkpoints: 4 });
  });

  it('come after some time while entries come, and not otherwise', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const book = await logbook();
    const log = await book.open({ checkpoints: { seconds: 5 } });
    vi.advanceTimersByTime(20_000);
    await log.append(entry(0));
    expect(book.anchors).toHaveLength(1);
    vi.advanceTimersByTime(5000);
    await vi.waitFor(() => expect(book.anchors).toHaveLength(2));
    expect(decodeJwt(book.anchors[1] ?? '')['reason']).toBe('TIME');
    await log.close();
  });

  it('are handed over only once they are durable', async () => {
    const book = await logbook();
    const held = await holdSyncs(book);
    const checkpoint = held.log.append(entry(0)).then(() => held.log.checkpoint());
    await held.letGo();
    await held.waiting();
    expect(book.anchors).toHaveLength(1);
    await held.letGo();
    await checkpoint;
    expect(book.anchors).toHaveLength(2);
    await held.end();
  });

  it('that nobody takes stop no append', async () => {
    const book = await logbook();
    const onCheckpoint = () => {
      throw new Error('the hub is away');
    };
    const log = await book.open({ onCheckpoint, checkpoints: { entries: 1 } });
    await log.append([entry(0), entry(1)]);
    await log.close();
    expect(book.notices.map(({ kind }) => kind)).toEqual(Array.from({ length: 3 }, () => 'CHECKPOINT_FAILED'));
    expect(numbersIn(book.file)).toEqual([0, 1]);
  });
});

describe('durability', () => {
  it('comes before an append returns', async () => {
    const book = await logbook();
    const held = await holdSyncs(book);
    let returned = false;
    const appended = held.log.append(entry(0)).then(() => {
      returned = true;
    });
    await held.waiting();
    expect(returned).toBe(false);
    await held.letGo();
    await appended;
    expect(returned).toBe(true);
    await held.end();
  });

  it('of many appends at once costs two syncs', async () => {
    const book = await logbook();
    const held = await holdSyncs(book);
    const first = held.log.append(entry(0));
    await held.waiting();
    const others = Promise.all(numbers(500).map((number) => held.log.append(entry(number + 1))));
    await held.letGo();
    await first;
    await held.letGo();
    await others;
    expect(held.syncs()).toBe(2);
    await held.end();
  });
});

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
    const { makeKey } = await import('../workshop.ts');
    const next = await makeKey(book.folder, 'next');
    await expect(book.open({ key: next.file })).rejects.toMatchObject({ fault: { kind: 'FORGED', line: 1 } });
    await (await book.open({ key: next.file, earlierKeys: { jwks: book.key.jwks } })).close();
    const keys = { keys: [book.key.publicKey, next.publicKey] };
    expect(await verifyAudit({ file: book.file, keys })).toMatchObject({ ok: true, checkpoints: 4 });
  });
});

it('a log that was moved away under its writer records nothing more', async () => {
  const book = await logbook();
  const log = await book.open();
  renameSync(book.file, `${book.file}.moved`);
  await expect(log.append(entry(0))).rejects.toThrow(/ENOENT/);
  writeFileSync(book.file, '');
  await expect(log.append(entry(0))).rejects.toThrow(/got another of that name/);
  await expect(log.close()).rejects.toThrow();
});

/** Opens the log over a disk on which each sync waits to be let go. */
async function holdSyncs(book: Logbook) {
  const { EventEmitter } = await import('node:events');
  const syncing = new EventEmitter();
  const held: (() => void)[] = [];
  let holding = false;
  let count = 0;
  const storage = async (file: string): Promise<Storage> => {
    const real = await openStorage(file);
    return {
      ...real,
      async sync() {
        count += 1;
        if (holding) {
          await new Promise<void>((resolve) => {
            held.push(resolve);
            syncing.emit('sync');
          });
        }
        await real.sync();
      },
    };
  };
  const log = await book.open({ storage });
  holding = true;
  count = 0;
  const waiting = async () => {
    if (held.length === 0) await once(syncing, 'sync');
  };
  return {
    log,
    waiting,
    syncs: () => count,
    async letGo() {
      await waiting();
      held.shift()?.();
    },
    async end() {
      holding = false;
      await log.close();
    },
  };
}
