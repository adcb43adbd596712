// Reads CSV row by row. A row that is not well formed is handed on with its fault; the rest of the file goes on.
import { pipeline, Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { ImportError } from '../errors.ts';
import type { RawRow } from './table.ts';

/** Characters of one row; longer, and a quote is open that nobody closes. It bounds the memory. */
const LONGEST_ROW = 4 * 1024 * 1024;

interface Parsed {
  readonly record: readonly string[];
  readonly raw: string;
}

export interface CsvRows {
  readonly rows: AsyncIterable<RawRow>;
  close(): void;
}

/**
 * Rows are numbered from 1, blank ones too.
 * @throws ImportError, when the rows are read so far, where one is without end or `text` fails.
 */
export function readCsv(text: AsyncIterable<string>, delimiter: string): CsvRows {
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
  pipeline(Readable.from(text), parser, () => {});

  async function* rows(): AsyncGenerator<RawRow> {
    let number = 0;
    for await (const { record, raw } of parser as AsyncIterable<Parsed>) {
      number++;
      yield { number, cells: record, raw: raw.replace(/[\r\n]+$/, '') };
    }
    if (open === undefined) return;
    number++;
    if (open.error.code === 'CSV_MAX_RECORD_SIZE')
      throw new ImportError(
        `row ${number}: expected at most ${LONGEST_ROW} characters, got more: is a quote opened and not closed?`,
        { cause: open.error },
      );
    const fault = 'expected a quote to be closed, got the end of the file: the row holds all that followed';
    yield { number, cells: [], raw: open.raw, fault };
  }

  return { rows: rows(), close: () => void parser.destroy() };
}
