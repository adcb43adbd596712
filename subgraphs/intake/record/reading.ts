// One row while it becomes a case: its cells by alias, what a rule could not place, and the way to reject it.
import { oneLine } from '../cells/text.ts';
import type { AnyMapping } from '../mapping/return-format.ts';
import { RowRejected } from '../rejects/rejection.ts';
import type { Columns } from '../table/header.ts';
import type { TableRow } from '../table/table.ts';

export class Reading {
  readonly row: TableRow;
  /** Lines for the narrative: values that no field took. */
  readonly kept: string[] = [];
  readonly #columns: Columns;
  readonly #mapping: AnyMapping;

  constructor(row: TableRow, columns: Columns, mapping: AnyMapping) {
    this.row = row;
    this.#columns = columns;
    this.#mapping = mapping;
  }

  /** Text of the cell without blanks at its ends; '' where it is blank. */
  text(alias: string): string {
    return this.raw(alias).trim();
  }

  /** The cell as it stands. */
  raw(alias: string): string {
    const position = this.#columns.positions.get(alias);
    return position === undefined ? '' : (this.row.cells[position] ?? '');
  }

  header(alias: string): string {
    return oneLine(this.#mapping.columns[alias]?.column ?? alias);
  }

  /** Keeps what no field takes for the narrative, with its column. */
  keep(alias: string, note?: string): void {
    const line = `${this.header(alias)}: ${this.text(alias)}${note === undefined ? '' : ` (${note})`}`;
    if (!this.kept.includes(line)) this.kept.push(line);
  }

  /** @param reason what was expected. */
  reject(alias: string, reason: string, value = this.text(alias)): never {
    throw new RowRejected(this.header(alias), value, reason);
  }
}
