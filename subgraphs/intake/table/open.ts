// Opens a table, whatever it is kept in: CSV of any delimiter and encoding, or an Excel workbook.
import { createHash, type Hash } from 'node:crypto';
import { folded } from '../cells/text.ts';
import { ImportError } from '../errors.ts';
import { cellText, type TextForm } from './cell-text.ts';
import { decode } from './decode.ts';
import { recogniseDelimiter } from './delimiter.ts';
import { type Encoding, encodingNamed, fits, recognise } from './encoding.ts';
import { type Found, findHeader, type Header, headerOf, isBlank } from './header-row.ts';
import { readCsv } from './read-csv.ts';
import { openSource, type RandomAccess, type Source } from './source.ts';
import type { Cell, RawRow, Table, TableRow } from './table.ts';
import { csvLine } from './write-csv.ts';
import { readXlsx } from './xlsx/read-xlsx.ts';

/** What a mapping says of the table that it reads. */
export interface Expected extends TextForm {
  readonly table: { readonly delimiter?: string | undefined; readonly sheet?: string | undefined };
  readonly columns: Readonly<Record<string, { readonly column: string; readonly occurrence: number }>>;
}

export interface TableOptions {
  readonly file: string;
  /** Read instead of the file. */
  readonly input?: AsyncIterable<Uint8Array> | undefined;
  /** Without it the header is the likeliest row. */
  readonly expected?: Expected | undefined;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly sheet?: string | undefined;
  /** Told how the file was understood. */
  readonly note?: (line: string) => void;
}

const XLSX = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
/** Old binary workbooks, and new ones under a password. */
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** @throws ImportError where the file is no table; what is only seen further down is thrown by the rows. */
export async function openTable(options: TableOptions): Promise<Table> {
  const { file, input, expected } = options;
  const source = await openSource(file, input);
  try {
    if (source.head.subarray(0, 4).equals(COMPOUND))
      throw new ImportError(
        'expected an .xlsx workbook or CSV, got an old .xls or one under a password: save it as .xlsx',
      );
    const wanted = expected === undefined ? undefined : headerOf(Object.values(expected.columns));
    return source.head.subarray(0, 4).equals(XLSX)
      ? await ofWorkbook(await source.random(), wanted, options)
      : await ofCsv(source, wanted, options);
  } catch (error) {
    if (!(error instanceof ImportError) || file === '-') throw error;
    throw new (error.constructor as typeof ImportError)(`${file}: ${error.message}`, { cause: error });
  }
}

async function ofCsv(source: Source, wanted: Header | undefined, options: TableOptions): Promise<Table> {
  const { expected, note } = options;
  if (options.sheet !== undefined) throw new ImportError('expected a workbook, for --sheet is given, got text');
  const encoding = options.encoding === undefined ? await recognise(source) : await given(options.encoding, source);
  const head = new TextDecoder(encoding).decode(source.head, { stream: true });
  const delimiter = options.delimiter ?? recogniseDelimiter(head, wanted, expected?.table.delimiter);
  note?.(`${encoding}, cells parted by ${named(delimiter)}`);
  const hash = createHash('sha256');
  let bytes = 0;
  const text = decode(source.stream(), encoding, hash, (taken) => {
    bytes = taken;
  });
  const csv = readCsv(text, delimiter);
  try {
    const found = await findHeader(csv.rows, wanted);
    return table(found, delimiter, options, hash, {
      done: () => (source.size === undefined ? undefined : bytes / Math.max(source.size, 1)),
      close: async () => csv.close(),
    });
  } catch (error) {
    csv.close();
    throw error;
  }
}

async function given(label: string, source: Source): Promise<Encoding> {
  const encoding = encodingNamed(label);
  if (await fits(source, encoding)) return encoding;
  throw new ImportError(`expected a file in ${encoding}, as --encoding says, got other bytes`);
}

async function ofWorkbook(access: RandomAccess, wanted: Header | undefined, options: TableOptions): Promise<Table> {
  try {
    for (const name of ['encoding', 'delimiter'] as const)
      if (options[name] !== undefined) throw new ImportError(`expected CSV, for --${name} is given, got a workbook`);
    const hash = await hashOf(access);
    const sheet = options.sheet ?? options.expected?.table.sheet;
    const { rows, done } = await readXlsx(access, sheet, options.note ?? (() => {}));
    const found = await findHeader(rows, wanted);
    return table(found, ',', options, hash, { done, close: () => access.close() });
  } catch (error) {
    await access.close();
    throw error;
  }
}

async function hashOf(access: RandomAccess): Promise<Hash> {
  const hash = createHash('sha256');
  for (let at = 0; at < access.size; ) {
    const chunk = await access.read(at, 1024 * 1024);
    if (chunk.length === 0) break;
    hash.update(chunk);
    at += chunk.length;
  }
  return hash;
}

function table(
  { header, row, above, rows }: Found,
  delimiter: string,
  { expected, note }: TableOptions,
  hash: Hash,
  rest: Pick<Table, 'done' | 'close'>,
): Table {
  if (row > 1)
    note?.(`header in row ${row}${above === 0 ? '' : `, ${above} row${above === 1 ? '' : 's'} above it not read`}`);
  const shape = { header, dateAt: dateColumn(header, expected), form: expected ?? {} };
  return {
    header,
    headerRow: row,
    delimiter,
    rows: texts(rows, shape),
    digest: () => hash.copy().digest('hex'),
    ...rest,
  };
}

interface Shape {
  readonly header: readonly string[];
  readonly dateAt: number;
  readonly form: TextForm;
}

function dateColumn(header: readonly string[], expected: Expected | undefined): number {
  const wanted = expected?.date === undefined ? undefined : expected.columns[expected.date.column];
  if (wanted === undefined) return -1;
  const at = [...header.keys()].filter((position) => folded(header[position] ?? '') === folded(wanted.column));
  return at[wanted.occurrence - 1] ?? -1;
}

async function* texts(rows: AsyncIterable<RawRow>, shape: Shape): AsyncGenerator<TableRow> {
  for await (const row of rows) {
    if (row.fault !== undefined) yield { number: row.number, cells: [], raw: row.raw ?? '', fault: row.fault };
    else if (!isBlank(row.cells)) yield row.raw === undefined ? ofSheet(row, shape) : ofText(row, row.raw, shape);
  }
}

function ofText({ number, cells }: RawRow, raw: string, { header }: Shape): TableRow {
  const taken = cells as readonly string[];
  if (taken.length === header.length) return { number, cells: taken, raw };
  return { number, cells: taken, raw, fault: `expected ${header.length} cells as in the header, got ${taken.length}` };
}

/** A sheet has no cells where nothing stands, so its rows end anywhere. */
function ofSheet({ number, cells }: RawRow, { header, dateAt, form }: Shape): TableRow {
  const faults = new Map<number, string>();
  const taken = cells.map((cell, position) => {
    if (isFaulty(cell)) faults.set(position, cell.fault);
    return cellText(cell, form, position === dateAt);
  });
  while (taken.length < header.length) taken.push('');
  const raw = csvLine(taken, ',').trimEnd();
  const beyond = taken.slice(header.length).filter((text) => text.trim() !== '');
  if (beyond.length > 0) {
    const fault = `expected ${header.length} cells as in the header, got ${taken.length}`;
    return { number, cells: taken, raw, fault };
  }
  const row = { number, cells: taken.slice(0, header.length), raw };
  return faults.size === 0 ? row : { ...row, faults };
}

function isFaulty(cell: Cell): cell is Extract<Cell, { fault: string }> {
  return typeof cell === 'object' && 'fault' in cell;
}

function named(delimiter: string): string {
  const names: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };
  return names[delimiter] ?? JSON.stringify(delimiter);
}
