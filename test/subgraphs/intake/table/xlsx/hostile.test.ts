// Workbooks that are built to exhaust whoever opens them, or are no workbooks.
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openTable } from '#subgraphs/intake/table/open.ts';
import { workbook, workbookParts, xmlRow, zip } from './workbook.ts';

async function read(file: Buffer): Promise<number> {
  const table = await openTable({ file: '-', input: Readable.from([file]) });
  let rows = 0;
  try {
    for await (const _ of table.rows) rows++;
  } finally {
    await table.close();
  }
  return rows;
}

const ROWS = xmlRow(1, ['a', 'b']) + xmlRow(2, ['1', '2']);
const parts = (rows = ROWS) => workbookParts({ sheets: [{ name: 'S', rows }] });
const SHEET = 'xl/worksheets/sheet1.xml';
const SOUND = `<worksheet><sheetData>${ROWS}</sheetData></worksheet>`;
const sheet = (content: string | Buffer, declared = {}) => zip({ ...parts(), [SHEET]: { content, declared } });
const inSheet = (rows: string) => workbook({ sheets: [{ name: 'S', rows: ROWS + rows }] });

describe('a hostile workbook', () => {
  it('is taken where it is not hostile', async () => {
    expect(await read(workbook({ sheets: [{ name: 'S', rows: ROWS }] }))).toBe(1);
  });

  it.each<[string, () => Buffer, RegExp]>([
    ['unpacks to more than it declares', () => sheet(SOUND, { size: 100 }), /sheet1\.xml is longer than it says/],
    [
      'declares more than any sheet has',
      () => sheet(SOUND, { size: 0xf0000000 }),
      /expected parts of at most .* save the sheet as CSV/,
    ],
    ['is damaged', () => sheet(SOUND, { crc: 7 }), /is not what it was when it was packed/],
    [
      'is cut off',
      () => workbook({ sheets: [{ name: 'S', rows: ROWS }] }).subarray(0, 700),
      /its directory is missing/,
    ],
    ['is under a password', () => sheet(SOUND, { flags: 1 }), /expected a workbook without a password/],
    [
      'declares a document type',
      () => sheet(`<!DOCTYPE x [<!ENTITY a "&b;&b;">]><worksheet><sheetData>${ROWS}</sheetData></worksheet>`),
      /a document type/,
    ],
    ['is not well formed', () => sheet(`<worksheet><sheetData>${ROWS}</worksheet>`), /not well formed/],
    [
      'holds bytes that are no text',
      () => sheet(Buffer.from('<worksheet>\xff\xff\xfe', 'latin1')),
      /bytes that are no text/,
    ],
    ['nests without end', () => sheet('<a>'.repeat(200_000)), /nested more than 100 deep/],
    [
      'holds a text without end',
      () => inSheet(`<row r="3"><c r="A3" t="inlineStr"><is><t>${'x'.repeat(5_000_000)}</t></is></c></row>`),
      /a text without end/,
    ],
    [
      'has a row where no sheet has one',
      () => inSheet('<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>'),
      /at most 1048576 by 16384, got row 1000000000/,
    ],
    [
      'has a cell where no sheet has one',
      () => inSheet('<row r="3"><c r="ZZZZZZZ3"><v>1</v></c></row>'),
      /got cell ZZZZZZZ3/,
    ],
    ['has a column beyond the last', () => inSheet('<row r="3"><c r="XFE3"><v>1</v></c></row>'), /got cell XFE3/],
    ['has rows twice', () => inSheet('<row r="2"><c r="A2"><v>1</v></c></row>'), /got row 2 behind row 2/],
    ['has cells twice', () => inSheet('<row r="3"><c r="A3"><v>1</v></c><c r="A3"><v>2</v></c></row>'), /got cell A3/],
    ['has a cell of another row', () => inSheet('<row r="3"><c r="A4"><v>1</v></c></row>'), /got cell A4/],
    [
      'has no sheet of rows',
      () => zip({ ...parts(), 'xl/_rels/workbook.xml.rels': '<Relationships/>' }),
      /a sheet of rows, got one without/,
    ],
    [
      'lacks its sheet',
      () => zip(Object.fromEntries(Object.entries(parts()).filter(([name]) => name !== SHEET))),
      /it lacks xl\/worksheets\/sheet1\.xml/,
    ],
    [
      'is another archive',
      () => zip({ 'readme.txt': 'hello' }),
      /expected an Excel workbook \(\.xlsx\) or CSV, got another archive/,
    ],
    ['is an OpenDocument file', () => zip({ 'content.xml': '<x/>' }), /got an OpenDocument file/],
    [
      'is an old workbook',
      () => Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
      /got an old \.xls or one under a password/,
    ],
  ])('is refused where it %s', async (_, file, fault) => {
    await expect(read(file())).rejects.toThrow(fault);
  });

  it('takes no more memory for a million blank cells at the far end than for one row', async () => {
    const rows = Array.from(
      { length: 2_000 },
      (_, index) => `<row r="${index + 3}"><c r="XFD${index + 3}" s="0"/></row>`,
    );
    expect(await read(inSheet(rows.join('')))).toBe(1);
  });

  it('knows only the entities of XML itself', async () => {
    const table = await openTable({
      file: '-',
      input: Readable.from([inSheet(xmlRow(3, ['&xxe; &lt;', 'x']))]),
    });
    const cells: string[] = [];
    for await (const row of table.rows) cells.push(row.cells[0] ?? '');
    await table.close();
    expect(cells).toEqual(['1', '&xxe; <']);
  });

  it('leaves macros and links unread', async () => {
    const more = {
      'xl/vbaProject.bin': { content: 'macro', declared: { crc: 1 } },
      'xl/externalLinks/externalLink1.xml': '<!DOCTYPE x><broken',
    };
    expect(await read(workbook({ sheets: [{ name: 'S', rows: ROWS }], more }))).toBe(1);
  });
});
