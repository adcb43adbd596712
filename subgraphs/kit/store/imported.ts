// The records that came in by one mapping, whoever changed them since: what a period's new file is held against.
import { type Kysely, sql } from 'kysely';
import type { StoreTables } from './tables.ts';

export interface ImportedScope {
  readonly record: 'case' | 'return';
  /** Name of the mapping. */
  readonly mapping: string;
  /** First and last month, YYYY-MM. A record of which only the year is known is inside where the whole year is. */
  readonly period?: { readonly first: string; readonly last: string };
  /** Code of the campaign that they are reported to. */
  readonly campaign?: string;
}

/** Ids of those that the store still holds, sorted. */
export async function readImported(database: Kysely<StoreTables>, scope: ImportedScope): Promise<string[]> {
  const { record, mapping, period, campaign } = scope;
  const [table, when, subject] =
    record === 'case' ? (['cases', 'seized_in', 'CASE'] as const) : (['returns', 'period', 'RETURN'] as const);
  const month = (end: '01' | '12') =>
    sql<string>`case when length(${sql.ref(`held.${when}`)}) = 4 then ${sql.ref(`held.${when}`)} || ${`-${end}`} else ${sql.ref(`held.${when}`)} end`;
  let query = database
    .selectFrom(`${table} as held` as 'cases as held')
    .select('held.id')
    .where('held.id', 'in', (select) =>
      select
        .selectFrom('revisions')
        .select('case_id')
        .where('source_mapping', '=', mapping)
        .where('subject', '=', subject),
    );
  if (period !== undefined) query = query.where(month('01'), '>=', period.first).where(month('12'), '<=', period.last);
  // A hyphen stands between the code, which has none, and the number; `.` comes next after it.
  if (campaign !== undefined)
    query = query.where('held.phase', '>=', `${campaign}-`).where('held.phase', '<', `${campaign}.`);
  const rows = await query.orderBy('held.id').execute();
  return rows.map(({ id }) => id);
}
