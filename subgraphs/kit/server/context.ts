// What a resolver of a participant's subgraph has at hand, made anew for each request.
import type { Caller } from '#trust/assertion/index.ts';
import type { ReleaseEngine } from '../decision/index.ts';
import type { CaseLoaders } from '../loaders/case-loaders.ts';
import type { Records } from '../release/records.ts';
import type { CaseStore } from '../store/case-store.ts';

export interface SubgraphContext {
  /** Names the request in logs and in the response header `x-request-id`. */
  readonly requestId: string;
  /** Who asks, verified. One of kind `feed` reaches `caseFeed` alone, one of kind `gateway` everything else. */
  readonly caller: Caller;
  readonly store: CaseStore;
  /** Of this request alone: what one caller was shown is never kept for another. */
  readonly loaders: CaseLoaders;
  /** What the caller may know and read, of this request alone. Every field of a record is asked for here (guard.ts). */
  readonly records: Records;
  /** Who may know of a record, for the feed. */
  readonly visibleTo: ReleaseEngine['visibleTo'];
}
