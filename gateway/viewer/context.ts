// What the resolvers of `viewer` have at hand.

import type { OperationsReader } from '../audit/index.ts';
import type { Caller } from '../authentication/caller.ts';
import type { Readability } from '../authorization/index.ts';

export interface ViewerContext {
  readonly caller: Caller;
  /** Which of these coordinates the caller may read, by the schema that the operation runs on. */
  readonly mayRead: (coordinates: readonly string[]) => readonly Readability[];
  /** Reads the audit trail for the caller; undefined where the gateway keeps none. */
  readonly readOperations?: OperationsReader | undefined;
}
