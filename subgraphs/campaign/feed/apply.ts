// Takes a page of a feed into the index. One transaction applies the entries and moves the cursor, so that the hub may
// be killed at any moment: a page is taken whole or not at all.
import type { Kysely, Transaction } from 'kysely';
import type { HubClock, Recording } from '../clock.ts';
import type { FeedTable, HubTables } from '../database/tables.ts';
import { Changes, type Reading } from './changes.ts';
import { dropRejects } from './rejects.ts';
import { endRereading } from './reread.ts';
import { knownCases, reserveStates, writeChanges } from './write.ts';

export interface Writing {
  readonly database: Kysely<HubTables>;
  readonly clock: HubClock;
  readonly phaseExists: (id: string) => boolean;
}

export interface PageRead {
  readonly participant: string;
  /** Cursor that the page was asked for with. */
  readonly after: string | null;
  readonly cursor: string;
  /** Whether the feed has been read to its end with this page. */
  readonly end: boolean;
  /** Of cases and of returns. */
  readonly entries: readonly unknown[];
}

/** The row of a feed; where there is none yet, as at the start. */
export async function feedRow(database: Kysely<HubTables>, participant: string): Promise<FeedTable> {
  const row = await database.selectFrom('feed').selectAll().where('participant', '=', participant).executeTakeFirst();
  return (
    row ?? {
      participant,
      cursor: null,
      generation: 1,
      rereading: 0,
      last_seen: null,
      failures: 0,
      rejects_dropped: 0,
      waiting_dropped: 0,
    }
  );
}

export interface PageTaken {
  /** Entries that were not taken. */
  readonly rejected: number;
  /** Of these, entries that wait for nothing, or were not kept. */
  readonly refused: number;
  /** Of these, entries that were not kept. */
  readonly dropped: number;
}

export async function applyPage(writing: Writing, page: PageRead): Promise<PageTaken> {
  const { participant, after, cursor, end, entries } = page;
  return await recorded(writing, async (transaction, at) => {
    const feed = await feedRow(transaction, participant);
    if (feed.cursor !== after) {
      throw new Error(`feed ${participant}: expected one hub to read it, got a cursor that another has moved`);
    }
    const { reading, changes } = await takeEntries(transaction, { ...writing, feed, at }, entries);
    const { dropped, waiting } = await writeChanges(transaction, participant, at, changes);
    if (end && feed.rereading === 1) await endRereading(transaction, reading);
    await writeFeed(transaction, {
      ...feed,
      cursor,
      rereading: end ? 0 : feed.rereading,
      last_seen: end ? at : feed.last_seen,
      failures: 0,
      rejects_dropped: Math.min(feed.rejects_dropped + dropped, 2_147_483_647),
      waiting_dropped: waiting > 0 ? 1 : feed.waiting_dropped,
    });
    const rejects = [...changes.rejects.values()];
    const { length: waited } = rejects.filter(({ phase }) => phase !== null);
    return { rejected: rejects.length, refused: rejects.length - waited + waiting, dropped };
  });
}

/** Participants of whose feeds entries that waited for their phase were not kept. */
export async function waitingDropped({ database }: Writing): Promise<string[]> {
  const rows = await database.selectFrom('feed').select('participant').where('waiting_dropped', '=', 1).execute();
  return rows.map(({ participant }) => participant);
}

/** Begins to read a feed from its start, because its store knows the cursor no more. Nothing is removed before the end. */
export async function beginRereading({ database }: Writing, participant: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const feed = await feedRow(transaction, participant);
    await transaction.deleteFrom('staged').where('participant', '=', participant).execute();
    await transaction.deleteFrom('reject').where('participant', '=', participant).execute();
    await writeFeed(transaction, {
      ...feed,
      cursor: null,
      generation: feed.generation + 1,
      rereading: 1,
      rejects_dropped: 0,
      waiting_dropped: 0,
    });
  });
}

/**
 * Takes entries that waited for a phase which now exists, a batch at a time.
 * @returns the number of entries tried.
 */
export async function retryWaiting(writing: Writing, phases: readonly string[], batch = 500): Promise<number> {
  if (phases.length === 0) return 0;
  let tried = 0;
  for (;;) {
    const first = await writing.database
      .selectFrom('reject')
      .select('participant')
      .where('phase', 'in', phases)
      .orderBy('participant')
      .limit(1)
      .executeTakeFirst();
    if (first === undefined) return tried;
    tried += await retryOf(writing, first.participant, phases, batch);
  }
}

async function retryOf(
  writing: Writing,
  participant: string,
  phases: readonly string[],
  batch: number,
): Promise<number> {
  return await recorded(writing, async (transaction, at) => {
    const rows = await transaction
      .selectFrom('reject')
      .select(['digest', 'entry'])
      .where('participant', '=', participant)
      .where('phase', 'in', phases)
      .orderBy('case_id')
      .orderBy('revision')
      .limit(batch)
      .execute();
    await dropRejects(transaction, participant, rows);
    const feed = await feedRow(transaction, participant);
    const entries = rows.map(({ entry }) => JSON.parse(entry) as unknown);
    // What waited for a phase waits for none from here on, even if the file changes in between: no entry comes round twice.
    const { changes } = await takeEntries(
      transaction,
      { ...writing, phaseExists: (id) => phases.includes(id) || writing.phaseExists(id), feed, at },
      entries,
    );
    await writeChanges(transaction, participant, at, changes);
    return rows.length;
  });
}

async function takeEntries(
  transaction: Transaction<HubTables>,
  { feed, at, phaseExists }: Writing & { feed: FeedTable; at: string },
  entries: readonly unknown[],
): Promise<{ reading: Reading; changes: Changes }> {
  const { participant, generation } = feed;
  const ids = entries.map((each) => {
    const { caseId, returnId } = Object(each) as { caseId?: unknown; returnId?: unknown };
    return returnId ?? caseId;
  });
  const known = await knownCases(transaction, participant, [...new Set(ids.filter((id) => typeof id === 'string'))]);
  const nextState = await reserveStates(transaction, entries.length);
  const reading: Reading = { participant, generation, at, phaseExists, nextState };
  const changes = new Changes(reading, known);
  for (const entry of entries) changes.take(entry);
  return { reading, changes };
}

/** A transaction at an instant of hub time, which it leaves behind for the next start. */
async function recorded<T>(
  { database, clock }: Writing,
  write: (transaction: Transaction<HubTables>, at: string) => Promise<T>,
): Promise<T> {
  let recording: Recording | undefined;
  try {
    return await database.transaction().execute(async (transaction) => {
      recording = clock.begin();
      const result = await write(transaction, recording.at.toISOString());
      const value = recording.at.getTime();
      await transaction.updateTable('counter').set({ value }).where('name', '=', 'instant').execute();
      return result;
    });
  } finally {
    recording?.end();
  }
}

async function writeFeed(transaction: Transaction<HubTables>, feed: FeedTable): Promise<void> {
  await transaction
    .insertInto('feed')
    .values(feed)
    .onConflict((conflict) => conflict.column('participant').doUpdateSet(feed))
    .execute();
}
