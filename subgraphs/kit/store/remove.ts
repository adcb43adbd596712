// Removes records from a store. A tombstone in the log of changes tells the feed; the log keeps what was.
import type { Kysely } from 'kysely';
import { inLookups } from './batch.ts';
import { type Change, changing, type Origin } from './change.ts';
import { type Expected, holdAgainst } from './expect.ts';
import { deleteCases, heldCases } from './put.ts';
import { heldReturns } from './put-returns.ts';
import type { StoreTables } from './tables.ts';

/** Cases and returns, in one transaction. Ids that the store does not hold are passed over. Returns how many went. */
export async function removeRecords(
  database: Kysely<StoreTables>,
  ids: readonly string[],
  origin: Origin,
  expected?: Expected,
): Promise<number> {
  const { changes } = await changing(database, origin, async (transaction) => {
    const asked = [...new Set(ids)];
    const cases = await heldCases(transaction, asked);
    const returns = await heldReturns(transaction, asked);
    holdAgainst(expected, new Map([...cases, ...returns]));
    await deleteCases(transaction, [...cases.keys()]);
    for (const part of inLookups([...returns.keys()]))
      await transaction.deleteFrom('returns').where('id', 'in', part).execute();
    return { changes: [...tombstones('CASE', cases), ...tombstones('RETURN', returns)] };
  });
  return changes.length;
}

function tombstones(subject: Change['subject'], held: ReadonlyMap<string, { readonly revision: number }>): Change[] {
  return [...held].map(([id, { revision }]) => ({
    subject,
    case_id: id,
    revision: revision + 1,
    deleted: 1,
    entry: null,
    record: null,
  }));
}
