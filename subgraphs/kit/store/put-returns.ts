// Puts statistical returns into a store, as put.ts does cases: by the same log, so that one cursor covers both.
import type { Kysely, Transaction } from 'kysely';
import type { ReturnRecord } from '../record/return-record.ts';
import { inLookups, insertRows } from './batch.ts';
import { type Change, changing, type Origin } from './change.ts';
import { differences } from './differing.ts';
import { type Expected, holdAgainst } from './expect.ts';
import { lastRevisions, type PutCounts } from './put.ts';
import { returnEntry } from './return-entry.ts';
import type { ReturnTable, StoreTables } from './tables.ts';

/** In one transaction: all records or none. Each id stands once in `records`. */
export async function putReturns(
  database: Kysely<StoreTables>,
  records: readonly ReturnRecord[],
  origin: Origin,
  expected?: Expected,
): Promise<PutCounts> {
  if (records.length === 0) return { created: 0, updated: 0, unchanged: 0 };
  const { created, updated, kept, changes } = await changing(database, origin, async (transaction) => {
    const held = await heldReturns(
      transaction,
      records.map(({ id }) => id),
    );
    holdAgainst(expected, held);
    const { differing, kept: left } = await differences(transaction, records, held, origin);
    const replaced = differing.map(({ record }) => record.id).filter((id) => held.has(id));
    const fresh = differing.map(({ record }) => record.id).filter((id) => !held.has(id));
    const removedBefore = await lastRevisions(transaction, fresh);
    const rows: ReturnTable[] = [];
    const written: Change[] = [];
    for (const { record, json, hash, said } of differing) {
      const revision = (held.get(record.id)?.revision ?? removedBefore.get(record.id) ?? 0) + 1;
      rows.push(rowOf(record, revision, json, hash));
      const entry = JSON.stringify(returnEntry(record));
      const change = { case_id: record.id, revision, deleted: 0, entry, record: json, source_said: said };
      written.push({ subject: 'RETURN', ...change });
    }
    for (const part of inLookups(replaced)) await transaction.deleteFrom('returns').where('id', 'in', part).execute();
    await insertRows(transaction, 'returns', rows);
    return { created: fresh.length, updated: replaced.length, kept: left, changes: written };
  });
  return { created, updated, unchanged: records.length - changes.length, ...(kept > 0 && { kept }) };
}

/** Revision and content hash of those of `ids` that the store holds as returns. */
export async function heldReturns(
  transaction: Transaction<StoreTables>,
  ids: readonly string[],
): Promise<Map<string, { readonly revision: number; readonly hash: string }>> {
  const held = new Map<string, { revision: number; hash: string }>();
  for (const part of inLookups(ids)) {
    const rows = await transaction
      .selectFrom('returns')
      .select(['id', 'revision', 'content_hash'])
      .where('id', 'in', part)
      .execute();
    for (const row of rows) held.set(row.id, { revision: row.revision, hash: row.content_hash });
  }
  return held;
}

function rowOf(record: ReturnRecord, revision: number, json: string, hash: string): ReturnTable {
  return {
    id: record.id,
    phase: record.phase ?? null,
    period: record.period,
    revision,
    content_hash: hash,
    tlp: record.release.tlp,
    audience: JSON.stringify(record.release.audience),
    record: json,
  };
}
