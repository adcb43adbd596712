// Statements over many values: no more parameters in one statement than every database takes.
import type { Insertable, Kysely } from 'kysely';
import type { StoreTables } from './tables.ts';

/** SQLite takes 32,766 parameters in a statement, PostgreSQL 65,535. */
const PARAMETERS = 12_000;
/** Values looked up in one statement. */
const LOOKED_UP = 1_000;

/** Inserts rows of one table, many in a statement. All rows have the same keys. */
export async function insertRows<Table extends keyof StoreTables>(
  database: Kysely<StoreTables>,
  table: Table,
  rows: readonly Insertable<StoreTables[Table]>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const size = Math.floor(PARAMETERS / Object.keys(first).length);
  for (const part of inParts(rows, size)) await database.insertInto(table).values(part).execute();
}

/** Cuts `values` for lookups. */
export function inLookups<Value>(values: readonly Value[]): Value[][] {
  return [...inParts(values, LOOKED_UP)];
}

function* inParts<Value>(values: readonly Value[], size: number): Generator<Value[]> {
  for (let from = 0; from < values.length; from += size) yield values.slice(from, from + size);
}
