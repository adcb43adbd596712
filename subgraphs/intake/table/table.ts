// A table as rows of text, whatever file it came in: CSV today, spreadsheets later.

export interface TableRow {
  /** As a spreadsheet counts rows: the header is 1, rows left blank count. */
  readonly number: number;
  readonly cells: readonly string[];
  /** The row as it stood in the file. */
  readonly raw: string;
  /** Set where the row does not fit the header or is not well formed: what was expected and got. */
  readonly fault?: string;
}

export interface Table {
  readonly header: readonly string[];
  /** Read once, in order, a few rows at a time. Rows that are blank throughout are left out. */
  readonly rows: AsyncIterable<TableRow>;
  /** SHA-256 of the file, in hex; known once all rows are read. */
  digest(): string;
  /** Lets go of the file, also where not all rows were read. */
  close(): void;
}
