// Reads CSV row by row. A row that is not well formed is handed on with its fault; the rest of the file goes on.
import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { ImportError } from '../errors.ts';
import type { Table, TableRow } from './table.ts';
import { decodeUtf8 } from './utf8.ts';

/** Characters of one row; longer, and a quote is open that nobody closes. It bounds the memory. */
const LONGEST_ROW = 4 * 1024 * 1024;

interface Parsed {
  readonly record: readonly string[];
  readonly raw: string;
}

/**
 * @throws ImportError where the file has no header, is not UTF-8, or has a row without end; the last two only when the
 * rows are read so far.
 */
export async function readCsv(source: AsyncIterable<Uint8Array>, delimiter: string): Promise<Table> {
  const hash = createHash('sha256');
  // The parser gives up on the file after these; without a word, unless this listens.
  let open: { error: CsvError; raw: string } | undefined;
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    // A stray quote inside a cell is a character of it.
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    raw: true,
    max_record_size: LONGEST_ROW,
    skip_records_with_error: true,
    on_skip: (error, raw) => {
      if (error !== undefined) open = { error, raw: raw ?? '' };
      return undefined;
    },
  });
  // A failure of either end reaches the reader of the rows, which is where it is told.
  pipeline(Readable.from(decodeUtf8(source, hash)), parser, () => {});
  const parsed = parser[Symbol.asyncIterator]() as AsyncIterator<Parsed>;
  const first = await parsed.next();
  if (first.done === true && open !== undefined) throw tooLong(1, open.error);
  if (first.done === true) throw new ImportError('expected a row of column headers, got an empty file');
  const header = first.value.record;

  async function* rows(): AsyncGenerator<TableRow> {
    let number = 1;
    for await (const { record, raw } of { [Symbol.asyncIterator]: () => parsed }) {
      number++;
      if (record.every((cell) => cell.trim() === '')) continue;
      const line = raw.replace(/[\r\n]+$/, '');
      if (record.length === header.length) yield { number, cells: record, raw: line };
      else {
        const fault = `expected ${header.length} cells as in the header, got ${record.length}`;
        yield { number, cells: record, raw: line, fault };
      }
    }
    if (open === undefined) return;
    number++;
    if (open.error.code === 'CSV_MAX_RECORD_SIZE') throw tooLong(number, open.error);
    const fault = 'expected a quote to be closed, got the end of the file: the row holds all that followed';
    yield { number, cells: [], raw: open.raw, fault };
  }

  return { header, rows: rows(), digest: () => hash.copy().digest('hex'), close: () => void parser.destroy() };
}

function tooLong(row: number, cause: CsvError): ImportError {
  return new ImportError(
    `row ${row}: expected at most ${LONGEST_ROW} characters, got more: is a quote opened and not closed?`,
    { cause },
  );
}
