// What the resolvers of `viewer` have at hand.
import type { Caller } from '../authentication/caller.ts';

export interface ViewerContext {
  readonly caller: Caller;
}
