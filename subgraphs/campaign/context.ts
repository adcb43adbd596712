// What the hub's resolvers have at hand, made anew for each request.
import type { Kysely } from 'kysely';
import { badUserInput } from '#subgraphs/kit/server/errors.ts';
import type { Caller } from '#trust/assertion/index.ts';
import { type HeadLoader, type HeldLoader, headLoader, heldLoader } from './cases/heads.ts';
import type { HubClock } from './clock.ts';
import type { HubTables } from './database/tables.ts';
import type { Campaigns } from './directory/directory.ts';
import type { ReaderState } from './feed/reader.ts';

export interface HubContext {
  /** Who asks, verified. */
  readonly caller: Caller;
  /** For reading only. */
  readonly database: Kysely<HubTables>;
  /** One state of the files from the request's beginning to its end. */
  readonly campaigns: Campaigns;
  readonly feeds: FeedStates;
  /** Of this request alone, as is `held`. */
  readonly heads: HeadLoader;
  readonly held: HeldLoader;
  /**
   * Instant up to which a statistic counts, hub time, ISO: `asOf`, else one and the same instant for the whole request.
   * @throws GraphQLError BAD_USER_INPUT for an instant to come: it could not be answered the same way again.
   */
  cutOff(asOf: Date | null | undefined): Promise<string>;
}

/** By code of the participant. */
export interface FeedStates {
  of(participant: string): ReaderState;
}

export interface ContextParts {
  readonly caller: Caller;
  readonly database: Kysely<HubTables>;
  readonly clock: HubClock;
  readonly campaigns: Campaigns;
  readonly feeds: FeedStates;
}

export function hubContext({ caller, database, clock, campaigns, feeds }: ContextParts): HubContext {
  let now: string | undefined;
  return {
    caller,
    database,
    campaigns,
    feeds,
    heads: headLoader(database),
    held: heldLoader(database),
    async cutOff(asOf) {
      if (asOf == null) {
        now ??= clock.latest().toISOString();
        return now;
      }
      if (await clock.reached(asOf)) return asOf.toISOString();
      throw badUserInput(`asOf: expected an instant that has passed, got ${asOf.toISOString()}`);
    },
  };
}
