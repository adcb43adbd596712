// How far the hub has read a participant's feed, from its database: what a change of release waits for.
import { existsSync } from 'node:fs';
import { openDatabase } from '#subgraphs/kit/database/open.ts';
import { decodeCursor } from '#subgraphs/kit/feed/cursor.ts';
import type { HubTables } from '../database/tables.ts';

export interface Reached {
  /** Id of the store whose change it is. */
  readonly storeId: string;
  /** Number of the last change that the hub has. */
  readonly change: number;
  /** When the hub last wrote down that it had read the feed to its end; ISO. */
  readonly lastSeen: string | null;
}

/** Undefined where the hub has no database here, or has never read the feed. */
export async function feedReached(file: string, participant: string): Promise<Reached | undefined> {
  if (!existsSync(file)) return undefined;
  const database = openDatabase<HubTables>({ file });
  try {
    const row = await database
      .selectFrom('feed')
      .select(['cursor', 'last_seen'])
      .where('participant', '=', participant)
      .executeTakeFirst();
    if (row?.cursor == null) return undefined;
    return { ...decodeCursor(row.cursor), lastSeen: row.last_seen };
  } finally {
    await database.destroy();
  }
}
