import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { openTable, type TableOptions } from '#subgraphs/intake/table/open.ts';
import type { TableRow } from '#subgraphs/intake/table/table.ts';
import { workbook, xmlRow } from './workbook.ts';

async function read(file: Buffer, options: Omit<TableOptions, 'file' | 'input' | 'note'> = {}) {
  const notes: string[] = [];
  const note = (line: string) => void notes.push(line);
  const table = await openTable({ file: '-', input: Readable.from([file]), note, ...options });
  try {
    const rows: TableRow[] = [];
    for await (const row of table.rows) rows.push(row);
    return { header: table.header, rows, notes, cells: rows.map(({ cells }) => cells) };
  } finally {
    await table.close();
  }
}

const shared = (at: string, index: number) => `<c r="${at}" t="s"><v>${index}</v></c>`;
const styled = (style: number, value: number) => `<c r="A${style + 2}" s="${style}"><v>${value}</v></c>`;
const one = (rows: string, after = '') => ({ sheets: [{ name: 'Cases', rows, after }] });
const expected = (formats: readonly string[], decimal: '.' | ',' = '.') => ({
  table: {},
  columns: { when: { column: 'When', occurrence: 1 } },
  numbers: { decimal },
  date: { column: 'when', formats },
});

describe('a workbook', () => {
  it('gives texts of every kind as they stand, blanks and line breaks too', async () => {
    const strings = [
      '<t>A</t>',
      '<r><t xml:space="preserve">two </t></r><r><t>parts</t></r>',
      '<t>漢</t><rPh sb="0" eb="1"><t>kan</t></rPh>',
    ];
    const rows =
      `<row r="1">${shared('A1', 0)}${shared('B1', 1)}${shared('C1', 2)}</row>` +
      `<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve"> a &amp; b&#10;c </t></is></c><c r="B2" t="str"><f>X</f><v>of a formula</v></c><c r="C2" t="b"><v>1</v></c></row>` +
      '<row r="3"><c r="A3" t="inlineStr"><is><t>tab_x0009_and _x005F_x0041_</t></is></c></row>';
    const { header, cells } = await read(workbook({ ...one(rows), strings }));
    expect(header).toEqual(['A', 'two parts', '漢']);
    expect(cells).toEqual([
      [' a & b\nc ', 'of a formula', 'TRUE'],
      ['tab\tand _x0041_', '', ''],
    ]);
  });

  it('gives numbers as a text file has them, with the decimal sign of the mapping', async () => {
    const rows = `${xmlRow(1, ['When', 'N'])}${xmlRow(2, ['x', 0.1 + 0.2])}${xmlRow(3, ['x', 1e21])}<row r="4"><c r="B4"><v>12345678901234567890</v></c></row>`;
    const file = workbook(one(rows));
    expect((await read(file)).cells.map(([, number]) => number)).toEqual([
      '0.30000000000000004',
      '1e+21',
      '12345678901234567890',
    ]);
    expect((await read(file, { expected: expected(['YYYY'], ',') })).cells[0]?.[1]).toBe('0,30000000000000004');
  });

  it.each([
    ['in the 1900 system', false, 36600],
    ['in the 1904 system', true, 36600 - 1462],
  ])('gives dates as the mapping reads them, %s', async (_, from1904, serial) => {
    const styles = [
      'General',
      14,
      'dd/mm/yyyy',
      '[$-409]d\\-mmm\\-yy;@',
      'mmm yyyy',
      'yyyy-mm-dd hh:mm',
      'h:mm',
      '0.00"d"',
      '[h]:mm:ss',
      '"day" 0',
    ];
    const rows = styles.map(
      (_code, style) =>
        `<row r="${style + 2}">${styled(style, style === 6 ? 0.75 : serial + (style === 5 ? 0.5 : 0))}</row>`,
    );
    const file = workbook({ ...one(`${xmlRow(1, ['When'])}${rows.join('')}`), from1904, styles });
    const { cells } = await read(file);
    expect(cells.map(([text]) => text)).toEqual([
      String(serial),
      '2000-03-15',
      '2000-03-15',
      '2000-03-15',
      '2000-03',
      '2000-03-15 12:00',
      '18:00:00',
      String(serial),
      String(serial),
      String(serial),
    ]);
    const as = async (format: string) =>
      (await read(file, { expected: expected([format]) })).cells.map(([text]) => text);
    expect((await as('excel-1900')).slice(1, 6)).toEqual(['36600', '36600', '36600', '2000-03', '36600.5']);
    expect((await as('D MMMM YYYY')).slice(1, 6)).toEqual([
      '15 March 2000',
      '15 March 2000',
      '15 March 2000',
      '2000-03',
      '15 March 2000',
    ]);
    expect((await as('MM/YYYY'))[4]).toBe('03/2000');
  });

  it('reads the first sheet that is not hidden, or the one that is named, and says so', async () => {
    const sheets = [
      { name: 'Lists', rows: xmlRow(1, ['code']), state: 'hidden' },
      { name: 'Cases 2024', rows: xmlRow(1, ['a', 'b']) + xmlRow(2, ['1', '2']) },
      { name: 'Cases 2023', rows: xmlRow(1, ['c', 'd']) + xmlRow(2, ['3', '4']) },
    ];
    const file = workbook({ sheets });
    const first = await read(file);
    expect(first.header).toEqual(['a', 'b']);
    expect(first.notes[0]).toBe('sheet "Cases 2024", not "Lists", "Cases 2023" (--sheet names another)');
    expect((await read(file, { sheet: 'cases 2023' })).cells).toEqual([['3', '4']]);
    await expect(read(file, { sheet: 'Cases' })).rejects.toThrow(
      'expected a sheet of the workbook ("Lists", "Cases 2024", "Cases 2023"), got "Cases"',
    );
  });

  it('finds the header below titles, and counts rows as the spreadsheet does', async () => {
    const rows = `${xmlRow(1, ['Seizures of 2024'])}${xmlRow(3, ['Department of Customs', 'confidential'])}${xmlRow(5, ['No', 'When', 'Kg'])}${xmlRow(6, ['1', '2024', 3])}${xmlRow(9, ['2', '2023', 4])}`;
    for (const options of [{}, { expected: expected(['YYYY']) }]) {
      const { header, rows: found, notes } = await read(workbook(one(rows)), options);
      expect(header).toEqual(['No', 'When', 'Kg']);
      expect(found.map(({ number, cells }) => [number, ...cells])).toEqual([
        [6, '1', '2024', '3'],
        [9, '2', '2023', '4'],
      ]);
      expect(notes).toContain('header in row 5, 2 rows above it not read');
    }
  });

  it('reads hidden rows like others, and says how many there were', async () => {
    const rows = `${xmlRow(1, ['a', 'b'])}${xmlRow(2, ['1', '2'], ' hidden="1"')}${xmlRow(3, ['3', '4'])}`;
    const { cells, notes } = await read(workbook(one(rows)));
    expect(cells).toHaveLength(2);
    expect(notes).toContain('1 hidden row of the sheet read too');
  });

  it('gives what a merged cell holds to each of its rows, but to no row without anything else', async () => {
    const rows = `${xmlRow(1, ['Country', 'Kg'])}${xmlRow(2, ['Vietnam', 1])}${xmlRow(3, ['', 2])}<row r="4"><c r="A4" s="1"/></row>${xmlRow(5, ['', 3])}${xmlRow(6, ['', 4])}${xmlRow(7, ['both'])}`;
    const after = '<mergeCells count="2"><mergeCell ref="A2:A5"/><mergeCell ref="A7:B7"/></mergeCells>';
    const { cells } = await read(workbook(one(rows, after)));
    expect(cells).toEqual([
      ['Vietnam', '1'],
      ['Vietnam', '2'],
      ['Vietnam', '3'],
      ['', '4'],
      ['both', ''],
    ]);
  });

  it('tells of formulas that failed, and of those without a result', async () => {
    const rows = `${xmlRow(1, ['a', 'b'])}<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2"><f>SUM(1)</f></c></row><row r="3"><c r="A3"><f>SUM(1)</f><v>1</v></c></row>`;
    const { rows: found } = await read(workbook(one(rows)));
    expect([...(found[0]?.faults ?? [])]).toEqual([
      [0, 'expected a value, got a formula that failed'],
      [1, expect.stringContaining('a formula without its result')],
    ]);
    expect(found[0]?.cells).toEqual(['#DIV/0!', '']);
    expect(found[1]).toMatchObject({ cells: ['1', ''] });
  });

  it('loses nothing that stands beyond the header', async () => {
    const { rows } = await read(workbook(one(`${xmlRow(1, ['a', 'b'])}${xmlRow(2, ['1', '2', '3'])}`)));
    expect(rows[0]).toMatchObject({ raw: '1,2,3', fault: 'expected 2 cells as in the header, got 3' });
  });

  it('reads what another writer wrote as another reader reads it', { timeout: 60_000 }, async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', '漢', '&', '<', '"', "'", '_x0041_', '😀'),
      minLength: 1,
      maxLength: 8,
    });
    const day = fc.date({ min: new Date('1901-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    const cell = fc.oneof(
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      day,
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
        async (table) => {
          const data = [['h', 'i', 'j'], ...table].map((cells) =>
            cells.map((value) =>
              value instanceof Date ? { value: midnight(value), type: Date, format: 'yyyy-mm-dd' } : value,
            ),
          );
          const file = await writeExcelFile(data).toBuffer();
          const { cells } = await read(file);
          const theirs = (await readSheet(file, { trim: false }))
            .slice(1)
            .filter((row) => row.some((value) => String(value ?? '').trim() !== ''));
          expect(cells).toEqual(theirs.map((row) => filled(row.map(shown))));
        },
      ),
      { numRuns: 60 },
    );
  });
});

function midnight(day: Date): Date {
  return new Date(`${day.toISOString().slice(0, 10)}T00:00:00Z`);
}

function shown(value: unknown): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'number' ? String(value) : (value as string);
}

/** The other reader cuts blank columns at the right. */
function filled(cells: readonly string[]): string[] {
  return Array.from({ length: 3 }, (_, index) => cells[index] ?? '');
}
