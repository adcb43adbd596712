// Removes cases from a store. A tombstone in the log of changes tells the feed; the log keeps what was.
import type { Kysely } from 'kysely';
import { type Change, changing, type Origin } from './change.ts';
import { deleteCases, heldCases } from './put.ts';
import type { StoreTables } from './tables.ts';

/** In one transaction. Ids that the store does not hold are passed over. Returns how many cases went. */
export async function removeCases(
  database: Kysely<StoreTables>,
  ids: readonly string[],
  origin: Origin,
): Promise<number> {
  const { changes } = await changing(database, origin, async (transaction) => {
    const held = await heldCases(transaction, [...new Set(ids)]);
    await deleteCases(transaction, [...held.keys()]);
    const tombstones: Change[] = [...held].map(([id, { revision }]) => ({
      case_id: id,
      revision: revision + 1,
      deleted: 1,
      entry: null,
      record: null,
    }));
    return { changes: tombstones };
  });
  return changes.length;
}
