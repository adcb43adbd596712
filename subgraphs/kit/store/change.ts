// Write transactions of a store. Writers take turns at the row of the table `store`, so that change numbers are given in
// the order of commits and without gaps: a reader that has seen number n will never meet a smaller one later.
import type { Kysely, Transaction } from 'kysely';
import { insertRows } from './batch.ts';
import type { RevisionTable, StoreTables } from './tables.ts';

/** Who made a change, and from which file. */
export interface Origin {
  /** Person or process, for the log of changes. */
  readonly by: string;
  /** File that the records came from. */
  readonly file?: string;
  /** SHA-256 of the file, in hex; absent where it was not known yet, as of standard input. */
  readonly digest?: string;
  /** Name of the mapping that read the file. */
  readonly mapping?: string;
  /** Row of the file that each record came from, by id. */
  readonly rows?: ReadonlyMap<string, number>;
}

/** A change as the writer knows it; its number and instant are given here. */
export type Change = Pick<RevisionTable, 'subject' | 'case_id' | 'revision' | 'deleted' | 'entry' | 'record'> &
  Partial<Pick<RevisionTable, 'source_said'>>;

/**
 * Runs `write` in one transaction, then logs the changes that it returns. All is kept or nothing.
 */
export async function changing<Result extends { readonly changes: readonly Change[] }>(
  database: Kysely<StoreTables>,
  origin: Origin,
  write: (transaction: Transaction<StoreTables>) => Promise<Result>,
): Promise<Result> {
  return await database.transaction().execute(async (transaction) => {
    // An update of nothing: it holds the row until the commit, on PostgreSQL too.
    const { last_change, last_changed_at } = await transaction
      .updateTable('store')
      .set((update) => ({ last_change: update.ref('last_change') }))
      .returning(['last_change', 'last_changed_at'])
      .executeTakeFirstOrThrow();
    const result = await write(transaction);
    if (result.changes.length === 0) return result;

    let changedAt = new Date().toISOString();
    if (changedAt < last_changed_at) changedAt = last_changed_at;
    await insertRows(
      transaction,
      'revisions',
      result.changes.map((change, index) => ({
        ...change,
        change_number: last_change + 1 + index,
        changed_at: changedAt,
        changed_by: origin.by,
        source_file: origin.file ?? null,
        source_digest: origin.digest ?? null,
        source_row: origin.rows?.get(change.case_id) ?? null,
        source_mapping: origin.mapping ?? null,
        source_said: change.source_said ?? null,
      })),
    );
    await transaction
      .updateTable('store')
      .set({ last_change: last_change + result.changes.length, last_changed_at: changedAt })
      .execute();
    return result;
  });
}
