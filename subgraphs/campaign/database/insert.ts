// Inserts many rows in few statements, below the databases' limits on parameters (SQLite 32,766; PostgreSQL 65,535).
import type { Insertable, Kysely } from 'kysely';
import type { HubTables } from './tables.ts';

const MOST_PARAMETERS = 30_000;

/** Values in one `in (…)` list. */
export const MOST_LISTED = 10_000;

export async function insertAll<Table extends keyof HubTables>(
  database: Kysely<HubTables>,
  table: Table,
  rows: readonly Insertable<HubTables[Table]>[],
): Promise<void> {
  const size = Math.floor(MOST_PARAMETERS / Math.max(1, Object.keys(rows[0] ?? {}).length));
  for (const part of inParts(rows, size)) await database.insertInto(table).values(part).execute();
}

/** Runs of at most `size`, in order. */
export function* inParts<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
