// Looks a table through for what its columns hold, in memory that does not grow with it.
import type { Table } from '../table/table.ts';
import type { Sample } from './roles.ts';

/** Rows that are looked at. */
const ROWS = 100_000;
/** Different values that are told apart in a column. */
const VALUES = 2_000;

export async function sampleOf(table: Table): Promise<Sample[]> {
  const columns = table.header.map((header) => ({
    header,
    filled: 0,
    counts: new Map<string, number>(),
    repeated: false,
  }));
  let rows = 0;
  for await (const row of table.rows) {
    if (row.fault !== undefined) continue;
    rows++;
    for (const [position, column] of columns.entries()) {
      const text = row.cells[position]?.trim() ?? '';
      if (text === '') continue;
      column.filled++;
      const before = column.counts.get(text);
      if (before !== undefined) column.repeated = true;
      if (before !== undefined || column.counts.size < VALUES) column.counts.set(text, (before ?? 0) + 1);
    }
    if (rows >= ROWS) break;
  }
  return columns.map(({ header, filled, counts, repeated }) => ({
    header,
    rows,
    filled,
    values: [...counts].toSorted((one, other) => other[1] - one[1]),
    unique: filled > 0 && filled === rows && !repeated,
  }));
}
