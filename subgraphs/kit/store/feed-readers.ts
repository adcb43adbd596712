// How far those who read the feed have come. A reader that asks for what stands behind a change has taken all up to it.
import type { Kysely } from 'kysely';
import type { StoreTables } from './tables.ts';

/** How often it is written down that a reader came again for nothing new, milliseconds. */
const NOTE_EVERY = 10_000;

export interface FeedProgress {
  /** As its assertion names it, for example the hub. */
  readonly service: string;
  /** Number of the last change that it has taken; 0 where it reads from the start. */
  readonly change: number;
  /** Changes of the store that it has not taken yet. */
  readonly behind: number;
  /** When it last came, ISO; exact to ten seconds where it came for nothing new. */
  readonly at: string;
}

export interface FeedReaders {
  /** Notes that a reader asks for what stands behind a change. */
  note(service: string, change: number): Promise<void>;
  /** By name. */
  all(): Promise<FeedProgress[]>;
}

export function feedReaders(database: Kysely<StoreTables>, now: () => number = Date.now): FeedReaders {
  const noted = new Map<string, { readonly change: number; readonly at: number }>();
  return {
    async note(service, change) {
      const at = now();
      const before = noted.get(service);
      if (before?.change === change && at - before.at < NOTE_EVERY) return;
      const row = { change_number: change, read_at: new Date(at).toISOString() };
      await database
        .insertInto('feed_readers')
        .values({ service, ...row })
        .onConflict((conflict) => conflict.column('service').doUpdateSet(row))
        .execute();
      noted.set(service, { change, at });
    },
    async all() {
      const rows = await database
        .selectFrom('feed_readers')
        .innerJoin('store', (join) => join.onTrue())
        .select(['service', 'change_number', 'read_at', 'last_change'])
        .orderBy('service')
        .execute();
      return rows.map(({ service, change_number, read_at, last_change }) => ({
        service,
        change: change_number,
        behind: last_change - change_number,
        at: read_at,
      }));
    },
  };
}
