import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTable } from '#subgraphs/intake/table/open.ts';
import type { TableRow } from '#subgraphs/intake/table/table.ts';
import { csvLine } from '#subgraphs/intake/table/write-csv.ts';

async function read(source: string | Uint8Array, delimiter = ',') {
  const table = await openTable({ file: '-', input: Readable.from([Buffer.from(source)]), delimiter });
  const rows: TableRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { header: table.header, rows, digest: table.digest() };
}

describe('a CSV file', () => {
  it('counts rows as a spreadsheet does, leaves blank ones out, and keeps line breaks in quotes', async () => {
    const { header, rows } = await read('\ufeffa,b\r\n1,"x\ny"\r\n\r\n , \r\n3,4');
    expect(header).toEqual(['a', 'b']);
    expect(rows.map(({ number, cells }) => [number, cells])).toEqual([
      [2, ['1', 'x\ny']],
      [5, ['3', '4']],
    ]);
  });

  it('hands on a row of the wrong length with its text, and the rows after it', async () => {
    const { rows } = await read('a,b\n1\n1,2,3\n4,5\n');
    expect(rows.map(({ number, raw, fault }) => ({ number, raw, fault }))).toEqual([
      { number: 2, raw: '1', fault: 'expected 2 cells as in the header, got 1' },
      { number: 3, raw: '1,2,3', fault: 'expected 2 cells as in the header, got 3' },
      { number: 4, raw: '4,5', fault: undefined },
    ]);
  });

  it('takes a stray quote as a character of its cell', async () => {
    const { rows } = await read('a,b\n1,5" pipe\n"a"b,2\n3,4\n');
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['1', '5" pipe'],
      ['"a"b', '2'],
      ['3', '4'],
    ]);
    expect(rows.every(({ fault }) => fault === undefined)).toBe(true);
  });

  it('loses nothing behind a quote that nobody closes', async () => {
    const { rows } = await read('a,b\n1,2\n"3,4\n5,6\n');
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({ number: 3, raw: '"3,4\n5,6\n' });
    expect(rows[1]?.fault).toMatch(/quote to be closed/);
  });

  it('stops with a clear error at a row without end', async () => {
    await expect(read(`a,b\n1,2\n"${'x'.repeat(5_000_000)}\n`)).rejects.toThrow(/row 3: .*quote opened and not closed/);
  });

  it('refuses an empty file', async () => {
    await expect(read('')).rejects.toThrow('expected a row of column headers, got an empty file');
  });

  it('reads a character that two chunks share', async () => {
    const bytes = Buffer.from('a\né\n');
    const input = Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]);
    const table = await openTable({ file: '-', input });
    const rows: TableRow[] = [];
    for await (const row of table.rows) rows.push(row);
    expect(rows[0]?.cells).toEqual(['é']);
  });

  it('reads back the cells that csvLine writes', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', ';', '"', '\n', '\r', "'", 'é', '=') });
    const row = fc
      .array(cell, { minLength: 3, maxLength: 3 })
      .filter((cells) => cells.some((each) => each.trim() !== ''));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), fc.constantFrom(',', ';'), async (table, delimiter) => {
        const text = [['h1', 'h2', 'h3'], ...table].map((cells) => csvLine(cells, delimiter)).join('');
        const { rows } = await read(text, delimiter);
        expect(rows.map(({ cells }) => cells)).toEqual(table);
      }),
      { numRuns: 200 },
    );
  });
});
