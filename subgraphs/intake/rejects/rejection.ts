// Why a row was not taken: where, what stood there, and what was expected.

export interface Rejection {
  /** Row of the file as a spreadsheet counts it: the header is row 1. */
  readonly row: number;
  /** Header of the column, or the part of the case where no single column is at fault. */
  readonly column: string;
  /** What stood there. */
  readonly value: string;
  /** What was expected instead. */
  readonly reason: string;
}

/** Thrown while a row is read; the import catches it and goes on with the next row. */
export class RowRejected extends Error {
  readonly column: string;
  readonly value: string;
  readonly reason: string;

  constructor(column: string, value: string, reason: string) {
    super(`${column}: ${reason}, got ${JSON.stringify(value)}`);
    this.name = 'RowRejected';
    this.column = column;
    this.value = value;
    this.reason = reason;
  }
}
