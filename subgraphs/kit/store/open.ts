// Opens a participant's store of cases, making and migrating its file. Several processes may have it open at once.
import { randomUUID } from 'node:crypto';
import type { Kysely, LogConfig } from 'kysely';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import type { CaseStore } from './case-store.ts';
import { readChanges } from './changes.ts';
import { checkRecords, checkReturns } from './check.ts';
import { readChildren, readChildrenAt } from './children.ts';
import { feedReaders } from './feed-readers.ts';
import { readHistory } from './history.ts';
import { readImported } from './imported.ts';
import { storeMigrations } from './migrations.ts';
import { putRecords } from './put.ts';
import { putReturns } from './put-returns.ts';
import { readCases, readIds, readReturns } from './read.ts';
import { removeRecords } from './remove.ts';
import type { StoreTables } from './tables.ts';

export interface CaseStoreOptions {
  /** Code of the participant whose cases are in the file. */
  readonly participant: string;
  readonly file: string;
  /** As kysely takes it, for counting or showing statements. */
  readonly log?: LogConfig;
}

/** @throws Error where the file is another participant's store. */
export async function openCaseStore(options: CaseStoreOptions): Promise<CaseStore> {
  const { participant, file, log } = options;
  const database = openDatabase<StoreTables>({ file, ...(log === undefined ? {} : { log }) });
  try {
    await migrate(database, storeMigrations);
    return storeOver(database, participant, await claim(database, participant, file));
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

/** Names the store on its first opening. Returns its id. */
async function claim(database: Kysely<StoreTables>, participant: string, file: string): Promise<string> {
  const held = () => database.selectFrom('store').select(['participant', 'store_id']).executeTakeFirst();
  let store = await held();
  if (store === undefined) {
    await database
      .insertInto('store')
      .values({ only: 1, store_id: randomUUID(), participant, last_change: 0, last_changed_at: '' })
      .onConflict((conflict) => conflict.column('only').doNothing())
      .execute();
    store = await held();
  }
  if (store?.participant !== participant) {
    throw new Error(
      `${file}: expected the store of ${participant}, got the store of ${store?.participant ?? 'nobody'}`,
    );
  }
  return store.store_id;
}

function storeOver(database: Kysely<StoreTables>, participant: string, storeId: string): CaseStore {
  return {
    participant,
    storeId,
    put: async (records, origin, expected) =>
      await putRecords(database, checkRecords(participant, records), origin, expected),
    putReturns: async (records, origin, expected) =>
      await putReturns(database, checkReturns(participant, records), origin, expected),
    remove: (ids, origin, expected) => removeRecords(database, ids, origin, expected),
    history: (id) => readHistory(database, id),
    imported: (scope) => readImported(database, scope),
    ids: () => readIds(database),
    changes: (after, limit) => readChanges(database, after, limit),
    feedReaders: feedReaders(database),
    cases: (ids) => readCases(database, ids),
    returns: (ids) => readReturns(database, ids),
    children: (table, ids) => readChildren(database, table, ids),
    childrenAt: (table, at) => readChildrenAt(database, table, at),
    close: () => database.destroy(),
  };
}
