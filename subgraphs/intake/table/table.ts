// A table as rows of text, whatever file it came in.

export interface TableRow {
  /** As a spreadsheet counts rows: the first of the file is 1, rows left blank count. */
  readonly number: number;
  readonly cells: readonly string[];
  /** The row as it stood in the file. */
  readonly raw: string;
  /** Set where the row does not fit the header or is not well formed: what was expected and got. */
  readonly fault?: string;
  /** Cells without a value that can be taken, by position: what was expected and got. */
  readonly faults?: ReadonlyMap<number, string>;
}

export interface Table {
  readonly header: readonly string[];
  /** Row of the header. */
  readonly headerRow: number;
  /** Between the cells of a rejects file. */
  readonly delimiter: string;
  /** Read once, in order, a few rows at a time. Rows that are blank throughout are left out. */
  readonly rows: AsyncIterable<TableRow>;
  /** Part of the file that is read, from 0 to 1; undefined where its size is not known. */
  readonly done: () => number | undefined;
  /** SHA-256 of the file, in hex; known once all rows are read. */
  digest(): string;
  /** Lets go of the file, also where not all rows were read. */
  close(): Promise<void>;
}

/** A date that a spreadsheet holds as one. */
export interface DateCell {
  /** Days in the 1900 system, whichever system the workbook is in. */
  readonly serial: number;
  /** ISO 8601, no more of it than the cell shows: 2015-08, 2015-08-13, 2015-08-13 10:30. */
  readonly iso: string;
}

/** A cell that holds no value, and why. */
export interface FaultyCell {
  readonly shown: string;
  readonly fault: string;
}

/** A number that a spreadsheet holds as one; its text has a point. */
export interface NumberCell {
  readonly number: string;
}

export type Cell = string | NumberCell | DateCell | FaultyCell;

/** A row before it is known which row is the header. */
export interface RawRow {
  readonly number: number;
  readonly cells: readonly Cell[];
  /** As it stood in the file; undefined in a workbook. */
  readonly raw?: string;
  /** The row is not well formed: what was expected and got. */
  readonly fault?: string;
}
