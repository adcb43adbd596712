import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AuditEntry, readBack } from '#trust/audit/index.ts';
import { linesOf, logbook, writeLines } from './logbook.ts';
import { entry } from './logbook-entry.ts';

const any = () => true;
const number = (each: AuditEntry) => ('operation' in each ? Number.parseInt(each.operation, 16) : -1);

async function bookOf(count: number, largest = 1) {
  const book = await logbook();
  const log = await book.open({ checkpoints: { entries: 7 } });
  const entries = Array.from({ length: count }, (_, index) => ({
    ...entry(index),
    denied: Array.from({ length: index % largest }, (__, each) => `Type${index}.field${each}`),
  }));
  await log.append(entries);
  await log.close();
  return book;
}

describe('reading a log back', () => {
  it.each([
    [40, 1, 3],
    [300, 400, 7],
    [60, 3_000, 100],
  ])('gives every entry once, the latest first, page by page (%i entries)', async (count, largest, most) => {
    const { file } = await bookOf(count, largest);
    const found: number[] = [];
    let before: number | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- a page says where the next begins
      const page = await readBack({ file, before, most, wanted: any });
      expect(page.entries.length).toBeLessThanOrEqual(most);
      found.push(...page.entries.map((each) => number(each.entry)));
      before = page.next;
    } while (before !== undefined);
    expect(found).toEqual(Array.from({ length: count }, (_, index) => count - 1 - index));
  });

  it('gives what is wanted alone, and says where to go on after so many bytes', async () => {
    const { file } = await bookOf(300);
    const found: number[] = [];
    let [before, calls]: [number | undefined, number] = [undefined, 0];
    do {
      const wanted = (each: AuditEntry) => number(each) % 100 === 5;
      // oxlint-disable-next-line no-await-in-loop -- as above
      const page = await readBack({ file, before, most: 50, bytes: 1, holding: '"VN"', wanted });
      found.push(...page.entries.map((each) => number(each.entry)));
      before = page.next;
      calls += 1;
    } while (before !== undefined);
    expect(found).toEqual([205, 105, 5]);
    expect(calls).toBeGreaterThan(0);
    expect(await readBack({ file, most: 5, holding: '"nobody"', wanted: any })).toEqual({
      entries: [],
      next: undefined,
    });
  });

  it('passes over a line that is being written, and numbers lines as the log does', async () => {
    const { file } = await bookOf(3);
    appendFileSync(file, '{"at":"2026-11-24T00:00:00.000Z","entry":{"agen');
    const { entries } = await readBack({ file, most: 10, wanted: any });
    expect(entries.map(({ sequence }) => sequence)).toEqual([4, 3, 2]);
  });

  it('gives nothing of a line that does not fit its hash', async () => {
    const { file } = await bookOf(3);
    const lines = linesOf(file);
    writeLines(file, lines.with(2, (lines[2] ?? '').replace('"VN"', '"CN"')));
    await expect(readBack({ file, most: 10, wanted: any })).rejects.toThrow(/hash/);
    writeFileSync(file, readFileSync(file).subarray(10));
    await expect(readBack({ file, most: 10, wanted: any })).rejects.toThrow(/hash/);
  });
});
