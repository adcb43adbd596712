// One page of the case feed: changes of cases and returns in the order of their commit, without gaps.
import type { ReleaseEngine } from '../decision/index.ts';
import type { CaseFeed, CaseFeedEntry, ReturnFeedEntry, Visibility } from '../generated/resolvers.ts';
import { answeredError, badUserInput } from '../server/errors.ts';
import type { CaseStore } from '../store/case-store.ts';
import type { CurrentRelease, LoggedChange } from '../store/changes.ts';
import type { FeedEntry } from '../store/feed-entry.ts';
import type { ReturnEntry } from '../store/return-entry.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const LARGEST = 1_000;

export interface FeedRequest {
  /** Cursor of the page before; absent at the start. */
  readonly after?: string | null | undefined;
  /** Entries at most, 1 to 1000. */
  readonly first: number;
  /** Name of the service that reads; how far it has come is noted. */
  readonly by?: string | undefined;
}

/**
 * @throws GraphQLError BAD_USER_INPUT where `first` is out of bounds, CURSOR_UNKNOWN where `after` is no cursor, one of
 * another store, or of changes that this store does not have (it was restored from a copy, say): start again without.
 */
export async function readFeedPage(
  store: CaseStore,
  visibleTo: ReleaseEngine['visibleTo'],
  { after, first, by }: FeedRequest,
): Promise<CaseFeed> {
  if (!Number.isInteger(first) || first < 1 || first > LARGEST) {
    throw badUserInput(`first: expected 1 to ${LARGEST}, got ${first}`);
  }
  const cursor = after === undefined || after === null ? undefined : decodeCursor(after);
  if (cursor !== undefined && cursor.storeId !== store.storeId) throw unknownCursor('one of another store');

  const from = cursor?.change ?? 0;
  const { last, changes } = await store.changes(from, first);
  if (from > last) throw unknownCursor(`one ahead of its last change`);
  if (by !== undefined) await store.feedReaders.note(by, from);

  // Handling and membership of the phase give nobody knowledge of a record: marking and audience alone do.
  const known = (release: CurrentRelease): Visibility =>
    visibleTo({ owner: store.participant, handling: 'H0', members: [], ...release });
  const reached = changes.at(-1)?.change_number ?? from;
  return {
    cursor: encodeCursor({ storeId: store.storeId, change: reached }),
    more: reached < last,
    entries: changes.filter(({ subject }) => subject === 'CASE').map((each) => feedEntryOf(each, known)),
    returns: changes.filter(({ subject }) => subject === 'RETURN').map((each) => returnEntryOf(each, known)),
  };
}

type Known = (release: CurrentRelease) => Visibility;

/** A case that is gone now is told as gone in each of its entries: nothing of it is left to show. */
function feedEntryOf(change: LoggedChange, known: Known): CaseFeedEntry {
  const entry =
    change.entry === null || change.release === undefined ? undefined : (JSON.parse(change.entry) as FeedEntry);
  return {
    caseId: change.case_id,
    revision: change.revision,
    changedAt: change.changed_at,
    deleted: entry === undefined,
    head: entry?.head ?? null,
    facts: entry?.facts ?? null,
    visibleTo: entry === undefined || change.release === undefined ? null : known(change.release),
  };
}

function returnEntryOf(change: LoggedChange, known: Known): ReturnFeedEntry {
  const { entry, release } = change;
  const content = entry === null || release === undefined ? undefined : (JSON.parse(entry) as ReturnEntry);
  return {
    returnId: change.case_id,
    revision: change.revision,
    changedAt: change.changed_at,
    deleted: content === undefined,
    content: content ?? null,
    visibleTo: content === undefined || release === undefined ? null : known(release),
  };
}

function unknownCursor(got: string) {
  return answeredError(
    'CURSOR_UNKNOWN',
    `after: expected a cursor of this store, got ${got}: start again without a cursor`,
  );
}
