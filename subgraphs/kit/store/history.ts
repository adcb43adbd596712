// What happened to one record: every revision with who, when and from which file. Removed records have theirs too.
import type { Kysely } from 'kysely';
import type { StoreTables } from './tables.ts';

export interface Revision {
  readonly subject: 'CASE' | 'RETURN';
  readonly revision: number;
  /** ISO instant. */
  readonly changedAt: string;
  readonly changedBy: string;
  /** Name of the file that it came from; null for an entry by hand. */
  readonly file: string | null;
  /** SHA-256 of the file, in hex. */
  readonly digest: string | null;
  /** Row of the file as a spreadsheet counts it. */
  readonly row: number | null;
  readonly mapping: string | null;
  readonly deleted: boolean;
  /** JSON of the whole record, sealed part included. Null where it was removed. */
  readonly record: string | null;
}

/** Oldest first; none for an id that the store never held. */
export async function readHistory(database: Kysely<StoreTables>, id: string): Promise<Revision[]> {
  const rows = await database
    .selectFrom('revisions')
    .selectAll()
    .where('case_id', '=', id)
    .orderBy('revision')
    .execute();
  return rows.map((row) => ({
    subject: row.subject,
    revision: row.revision,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    file: row.source_file,
    digest: row.source_digest,
    row: row.source_row,
    mapping: row.source_mapping,
    deleted: row.deleted === 1,
    record: row.record,
  }));
}
