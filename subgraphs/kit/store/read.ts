// Reads rows of many cases, each table with one statement.
import type { Kysely } from 'kysely';
import type { AudienceRow, CaseRow, ReturnRow } from './case-row.ts';
import type { StoreTables } from './tables.ts';

type Database = Kysely<StoreTables>;

/** Columns of a case that resolvers may see: not the sealed part. */
const CASE_COLUMNS = [
  'id',
  'reference',
  'phase',
  'kind',
  'form',
  'seized_on',
  'seized_in',
  'reported_at',
  'revision',
  'provenance_source',
  'provenance_compiled_by',
  'provenance_url',
  'has_route',
  'transport_mode',
  'concealment_method',
  'concealment_description',
  'detection_method',
  'detection_description',
  'narrative',
  'narrative_class',
  'has_outcome',
  'arrests',
  'charged',
  'convicted',
  'sanction',
  'disposal',
  'handling',
  'restriction',
  'tlp',
  'review_on',
  'national',
] as const satisfies readonly (keyof CaseRow)[];

export async function readIds(database: Database): Promise<string[]> {
  const rows = await database.selectFrom('cases').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

export async function readCases(database: Database, ids: readonly string[]): Promise<CaseRow[]> {
  if (ids.length === 0) return [];
  return await database.selectFrom('cases').select(CASE_COLUMNS).where('id', 'in', filled(ids)).execute();
}

export async function readReturns(database: Database, ids: readonly string[]): Promise<ReturnRow[]> {
  if (ids.length === 0) return [];
  const query = database.selectFrom('returns').select(['id', 'phase', 'period', 'revision', 'record']);
  return await query.where('id', 'in', filled(ids)).orderBy('id').execute();
}

export async function readAudience(database: Database, ids: readonly string[]): Promise<AudienceRow[]> {
  if (ids.length === 0) return [];
  const query = database.selectFrom('release_audience').selectAll().where('case_id', 'in', filled(ids));
  return await query.orderBy('case_id').orderBy('participant').execute();
}

/**
 * Repeats the last id until there are a power of two: pages of any length then share a dozen statement texts, and the
 * prepared statements for them. A repeated value in a list changes nothing.
 */
export function filled(ids: readonly string[]): string[] {
  const last = ids[ids.length - 1] ?? '';
  const size = 2 ** Math.ceil(Math.log2(ids.length));
  return [...ids, ...Array.from({ length: size - ids.length }, () => last)];
}
