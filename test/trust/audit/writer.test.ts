import { EventEmitter, once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { verifyAudit } from '#trust/audit/index.ts';
import { openStorage, type Storage } from '#trust/audit/storage.ts';
import { type Logbook, logbook, numbersIn } from './logbook.ts';
import { entry } from './logbook-entry.ts';

const verify = (book: Logbook) =>
  verifyAudit({ file: book.file, keys: { jwks: book.key.jwks }, anchors: book.anchors });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

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

  it('of appends in some turns of the event loop, one after the other, costs one sync', async () => {
    const book = await logbook();
    const held = await holdSyncs(book);
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    onTestFinished(() => clock.mockRestore());
    const appended: Promise<void>[] = [];
    for (const number of numbers(6)) {
      appended.push(held.log.append(entry(number)));
      await turn();
    }
    await held.waiting();
    await held.free();
    await Promise.all(appended);
    expect(held.syncs()).toBe(1);
    await held.end();
  });

  it('does not wait for more where a turn takes long', async () => {
    const book = await logbook();
    const held = await holdSyncs(book);
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 4));
    onTestFinished(() => clock.mockRestore());
    const first = held.log.append(entry(0));
    await turn();
    await turn();
    await turn();
    const second = held.log.append(entry(1));
    await held.waiting();
    await held.free();
    await Promise.all([first, second]);
    expect(held.syncs()).toBe(2);
    await held.end();
  });

  it('of a checkpoint comes before it is handed over', async () => {
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
});

describe('a write that fails', () => {
  it('rejects; the next one goes on behind the last durable line and the log is whole', async () => {
    const book = await logbook();
    const disk = failingDisk();
    const log = await book.open({ storage: disk.open });
    await log.append(entry(0));
    disk.fail('write', 100);
    await expect(log.append(entry(1))).rejects.toMatchObject({ code: 'AUDIT_NOT_WRITTEN', cause: { code: 'ENOSPC' } });
    await log.append(entry(2));
    await log.append(entry(3));
    await log.close();
    expect(numbersIn(book.file)).toEqual([0, 2, 3]);
    expect(await verify(book)).toMatchObject({ ok: true, entries: 3 });
    const [notice] = book.notices;
    if (notice?.kind !== 'FAILED_WRITE') throw new Error('expected the notice of a failed write');
    expect(notice.tail.bytes).toBe(100);
    // Told once, in the log itself.
    const told = book.anchors.map((anchor) => decodeJwt(anchor));
    expect(told.map(({ reason }) => reason)).toEqual(['OPENED', 'RECOVERED', 'CLOSED']);
    expect(told[1]).toMatchObject({ torn: notice.tail });
    expect(readFileSync(join(book.folder, notice.tail.file), 'utf8')).toMatch(/^\{"at":/);
    expect(readFileSync(book.file, 'utf8')).not.toContain('person-1"');
  });

  it('rejects every append that shared it, and each that comes while it lasts', async () => {
    const book = await logbook();
    const disk = failingDisk();
    const log = await book.open({ storage: disk.open });
    disk.fail('write', 0, 5);
    const shared = await Promise.allSettled(numbers(20).map((number) => log.append(entry(number))));
    expect(shared.map(({ status }) => status)).toEqual(numbers(20).map(() => 'rejected'));
    for (const number of numbers(4)) {
      // oxlint-disable-next-line no-await-in-loop -- one write after the other
      await expect(log.append(entry(number))).rejects.toMatchObject({ code: 'AUDIT_NOT_WRITTEN' });
    }
    await log.append(entry(99));
    await log.close();
    expect(numbersIn(book.file)).toEqual([99]);
    expect(await verify(book)).toMatchObject({ ok: true });
  });

  it('only at the sync rejects as well, and its lines do not stay', async () => {
    const book = await logbook();
    const disk = failingDisk();
    const log = await book.open({ storage: disk.open, checkpoints: { entries: 1 } });
    await log.append(entry(0));
    disk.fail('sync', 0);
    const before = book.anchors.length;
    await expect(log.append([entry(1), entry(2)])).rejects.toMatchObject({ cause: { code: 'ENOSPC' } });
    expect(book.anchors).toHaveLength(before);
    await log.append(entry(3));
    await log.close();
    expect(numbersIn(book.file)).toEqual([0, 3]);
    expect(await verify(book)).toMatchObject({ ok: true, entries: 2 });
  });

  it('and leaves a part that cannot be put aside keeps the log closed to appends', async () => {
    const book = await logbook();
    const disk = failingDisk();
    const log = await book.open({ storage: disk.open });
    disk.fail('write', 50);
    await expect(log.append(entry(0))).rejects.toThrow(/ENOSPC/);
    disk.fail('truncate', 0);
    await expect(log.append(entry(1))).rejects.toThrow(/ENOSPC/);
    await log.append(entry(2));
    await log.close();
    expect(numbersIn(book.file)).toEqual([2]);
    expect(await verify(book)).toMatchObject({ ok: true });
  });

  it('at the close says so, and still lets the next writer in', async () => {
    const book = await logbook();
    const disk = failingDisk();
    const log = await book.open({ storage: disk.open });
    await log.append(entry(0));
    disk.fail('write', 0);
    await expect(log.close()).rejects.toMatchObject({ code: 'AUDIT_NOT_WRITTEN' });
    await (await book.open()).close();
    expect(await verify(book)).toMatchObject({ ok: true, entries: 1 });
  });
});

describe('a log that its name no longer leads to records nothing more', () => {
  it('where it was moved away, and where another took its place', async () => {
    const book = await logbook();
    const log = await book.open();
    renameSync(book.file, `${book.file}.moved`);
    await expect(log.append(entry(0))).rejects.toThrow(/ENOENT/);
    writeFileSync(book.file, '');
    await expect(log.append(entry(0))).rejects.toThrow(/got another of that name/);
    await expect(log.close()).rejects.toThrow();
    expect(readFileSync(book.file, 'utf8')).toBe('');
  });

  it('where it was moved away in the middle of a write', async () => {
    const book = await logbook();
    const log = await book.open({ storage: movedAtSync });
    await expect(log.append(entry(0))).rejects.toThrow(/ENOENT/);
    await expect(log.close()).rejects.toThrow();
  });

  it('where it became a folder', async () => {
    const book = await logbook();
    const log = await book.open();
    rmSync(book.file);
    mkdirSync(book.file);
    await expect(log.append(entry(0))).rejects.toMatchObject({ code: 'AUDIT_NOT_WRITTEN' });
    await expect(log.close()).rejects.toThrow();
    expect(readdirSync(book.file)).toEqual([]);
  });
});

it('more appends than a hanging disk can take are refused, not kept; the end of the log waits behind those taken', async () => {
  const book = await logbook();
  const held = await holdSyncs(book);
  const first = held.log.append(entry(0));
  await held.waiting();
  const others = Promise.all(numbers(10_000).map((number) => held.log.append(entry(number + 1))));
  await expect(held.log.append(entry(0))).rejects.toThrow(/wait for the disk/);
  const closed = held.log.close();
  await held.free();
  await Promise.all([first, others, closed]);
  expect(await verify(book)).toMatchObject({ ok: true, entries: 10_001 });
});

const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

/** A disk that fails when told to: at `call`, after so many bytes, so many times. */
function failingDisk() {
  let failing: { call: 'write' | 'sync' | 'truncate'; bytes: number; times: number } | undefined;
  const shallFail = (call: string) => {
    if (failing?.call !== call || failing.times === 0) return undefined;
    failing.times -= 1;
    return failing;
  };
  return {
    fail(call: 'write' | 'sync' | 'truncate', bytes: number, times = 1) {
      failing = { call, bytes, times };
    },
    async open(this: void, file: string): Promise<Storage> {
      const real = await openStorage(file);
      return {
        ...real,
        async write(bytes, position) {
          const fault = shallFail('write');
          await real.write(fault === undefined ? bytes : bytes.subarray(0, fault.bytes), position);
          if (fault !== undefined) throw full();
        },
        async sync() {
          if (shallFail('sync') !== undefined) throw full();
          await real.sync();
        },
        async truncate(length) {
          if (shallFail('truncate') !== undefined) throw full();
          await real.truncate(length);
        },
      };
    },
  };
}

/** Opens the log over a disk on which each sync waits to be let go. */
async function holdSyncs(book: Logbook) {
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
    async free() {
      holding = false;
      await waiting();
      held.shift()?.();
    },
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

/** A disk on which the log is moved away at each sync. */
async function movedAtSync(file: string): Promise<Storage> {
  const real = await openStorage(file);
  return {
    ...real,
    async sync() {
      await real.sync();
      renameSync(file, `${file}.moved`);
    },
  };
}
