// Puts records into a store: creates what is new, updates what differs, leaves alone what is the same.
import type { Kysely, Transaction } from 'kysely';
import type { CaseRecord } from '../record/case-record.ts';
import { assessSeizures } from './assess.ts';
import { inLookups, insertRows } from './batch.ts';
import { type Change, changing, type Origin } from './change.ts';
import { differences } from './differing.ts';
import { type Expected, holdAgainst } from './expect.ts';
import { feedEntry } from './feed-entry.ts';
import { addRows, noRows } from './rows.ts';
import type { StoreTables } from './tables.ts';

export interface PutCounts {
  readonly created: number;
  readonly updated: number;
  /** Records that the store held already, word for word; nothing is written for them. */
  readonly unchanged: number;
  /** Of those, records of an import that stay as a person changed them since; absent where there are none. */
  readonly kept?: number;
}

/** In one transaction: all records or none. Each id stands once in `records`. */
export async function putRecords(
  database: Kysely<StoreTables>,
  records: readonly CaseRecord[],
  origin: Origin,
  expected?: Expected,
): Promise<PutCounts> {
  if (records.length === 0) return { created: 0, updated: 0, unchanged: 0 };
  const { created, updated, kept, changes } = await changing(database, origin, async (transaction) => {
    const held = await heldCases(
      transaction,
      records.map(({ id }) => id),
    );
    holdAgainst(expected, held);
    const { differing, kept: left } = await differences(transaction, records, held, origin);
    const replaced = differing.map(({ record }) => record.id).filter((id) => held.has(id));
    const fresh = differing.map(({ record }) => record.id).filter((id) => !held.has(id));
    const removedBefore = await lastRevisions(transaction, fresh);

    const rows = noRows();
    const written: Change[] = [];
    for (const { record, json, hash, said } of differing) {
      const revision = (held.get(record.id)?.revision ?? removedBefore.get(record.id) ?? 0) + 1;
      const seizures = assessSeizures(record);
      addRows(rows, record, seizures, revision, hash);
      written.push({
        subject: 'CASE',
        case_id: record.id,
        revision,
        deleted: 0,
        entry: JSON.stringify(feedEntry(record, seizures)),
        record: json,
        source_said: said,
      });
    }
    await deleteCases(transaction, replaced);
    await insertRows(transaction, 'cases', rows.cases);
    await insertRows(transaction, 'seizures', rows.seizures);
    await insertRows(transaction, 'places', rows.places);
    await insertRows(transaction, 'conveyance_identifiers', rows.conveyance_identifiers);
    await insertRows(transaction, 'suspects', rows.suspects);
    await insertRows(transaction, 'suspect_identifiers', rows.suspect_identifiers);
    await insertRows(transaction, 'release_audience', rows.release_audience);
    return { created: fresh.length, updated: replaced.length, kept: left, changes: written };
  });
  return { created, updated, unchanged: records.length - changes.length, ...(kept > 0 && { kept }) };
}

/** Removes cases; their rows in other tables go with them, their revisions stay. */
export async function deleteCases(transaction: Transaction<StoreTables>, ids: readonly string[]): Promise<void> {
  for (const part of inLookups(ids)) await transaction.deleteFrom('cases').where('id', 'in', part).execute();
}

/** Revision and content hash of those of `ids` that the store holds. */
export async function heldCases(
  transaction: Transaction<StoreTables>,
  ids: readonly string[],
): Promise<Map<string, { readonly revision: number; readonly hash: string }>> {
  const held = new Map<string, { revision: number; hash: string }>();
  for (const part of inLookups(ids)) {
    const rows = await transaction
      .selectFrom('cases')
      .select(['id', 'revision', 'content_hash'])
      .where('id', 'in', part)
      .execute();
    for (const row of rows) held.set(row.id, { revision: row.revision, hash: row.content_hash });
  }
  return held;
}

/** Last revision of records that were removed before and come back: their count goes on. */
export async function lastRevisions(
  transaction: Transaction<StoreTables>,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const last = new Map<string, number>();
  for (const part of inLookups(ids)) {
    const rows = await transaction
      .selectFrom('revisions')
      .select((select) => ['case_id', select.fn.max('revision').as('revision')])
      .where('case_id', 'in', part)
      .groupBy('case_id')
      .execute();
    for (const row of rows) last.set(row.case_id, row.revision);
  }
  return last;
}
