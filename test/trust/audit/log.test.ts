import { statSync } from 'node:fs';
import { decodeJwt } from 'jose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AuditEntry, verifyAudit } from '#trust/audit/index.ts';
import { type Logbook, linesOf, logbook, numbersIn } from './logbook.ts';
import { entry } from './logbook-entry.ts';

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
    const reasons = book.anchors.map((anchor) => decodeJwt(anchor).reason);
    expect(reasons).toEqual(['OPENED', 'ENTRIES', 'ENTRIES', 'CLOSED']);
    expect(book.anchors.map((anchor) => decodeJwt(anchor).sequence)).toEqual([0, 4, 8, 10]);
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
    expect(decodeJwt(book.anchors[1] ?? '').reason).toBe('TIME');
    await log.close();
  });

  it('that nobody takes stop no append', async () => {
    const book = await logbook();
    const log = await book.open({ onCheckpoint: hubAway, checkpoints: { entries: 1 } });
    await log.append([entry(0), entry(1)]);
    await log.close();
    expect(book.notices.map(({ kind }) => kind)).toEqual(Array.from({ length: 3 }, () => 'CHECKPOINT_FAILED'));
    expect(numbersIn(book.file)).toEqual([0, 1]);
  });
});

function hubAway(): never {
  throw new Error('the hub is away');
}
