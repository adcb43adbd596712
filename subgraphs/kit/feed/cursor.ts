// Cursors of the case feed: opaque text that names a store and a change in it, and so outlives a restart.
import { answeredError } from '../server/errors.ts';

export interface FeedCursor {
  readonly storeId: string;
  /** Number of the last change read; 0 at the start. */
  readonly change: number;
}

const FORM = /^([0-9a-f-]{36}):(0|[1-9][0-9]{0,14})$/;

export function encodeCursor({ storeId, change }: FeedCursor): string {
  return Buffer.from(`${storeId}:${change}`).toString('base64url');
}

/** @throws GraphQLError CURSOR_UNKNOWN where `cursor` is not one that a feed gave: the reader is to start again without. */
export function decodeCursor(cursor: string): FeedCursor {
  const [, storeId, change] = FORM.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  const decoded = storeId === undefined || change === undefined ? undefined : { storeId, change: Number(change) };
  // Decoding passes over stray characters; only the very text that was given is a cursor.
  if (decoded === undefined || encodeCursor(decoded) !== cursor) {
    throw answeredError(
      'CURSOR_UNKNOWN',
      `after: expected a cursor of this feed, got ${JSON.stringify(cursor.slice(0, 80))}: start again without a cursor`,
    );
  }
  return decoded;
}
