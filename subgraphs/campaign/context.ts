// What the hub's resolvers have at hand, made anew for each request.
import type { Kysely } from 'kysely';
import { answeredError, badUserInput } from '#subgraphs/kit/server/errors.ts';
import type { Caller } from '#trust/assertion/index.ts';
import { type HeadLoader, type HeldLoader, headLoader, heldLoader } from './cases/heads.ts';
import { type ListedNames, listedNames } from './cases/listed-names.ts';
import { type Reader, readerOf } from './cases/visible.ts';
import type { HubClock } from './clock.ts';
import type { HubTables } from './database/tables.ts';
import type { Campaigns, Members } from './directory/directory.ts';
import type { ReaderState } from './feed/reader.ts';

/** One that is let in without a caller behind it. */
const NOBODY: Reader = { agency: undefined, phases: [] };
/** Objects that one request may list; a head of a case weighs `HEAD`, so that there are 20,000 of these at most. */
const MOST_LISTED = 100_000;
const HEAD = 5;

export interface HubContext {
  /** Who asks, verified. */
  readonly caller: Caller;
  /** What the caller may know of. */
  readonly reader: Reader;
  /** Whether the caller has no right to cases, a supporter say: it is given aggregates, small counts kept back. */
  readonly limited: boolean;
  /** For reading only. */
  readonly database: Kysely<HubTables>;
  /** One state of the files from the request's beginning to its end. */
  readonly campaigns: Campaigns;
  readonly feeds: FeedStates;
  /** Of this request alone, as is `held`. */
  readonly heads: HeadLoader;
  readonly held: HeldLoader;
  /** Of filters, of this request alone. */
  readonly names: ListedNames;
  /**
   * Instant up to which a statistic counts, hub time, ISO: `asOf`, else one and the same instant for the whole request.
   * @throws GraphQLError BAD_USER_INPUT for an instant to come: it could not be answered the same way again.
   */
  cutOff(asOf: Date | null | undefined): Promise<string>;
  /** One value for one key within the request: what is asked for again is neither read nor held twice. */
  readonly shared: <Value>(key: readonly unknown[], make: () => Value) => Value;
  /**
   * Counts what a list lists.
   * @throws GraphQLError BAD_USER_INPUT beyond what one request may list, CALLER_LEFT where nobody waits for the answer.
   */
  listed(objects: number, heads: boolean): void;
}

function isLimited(caller: Caller, { participants }: Members): boolean {
  if (caller.kind !== 'gateway' || !caller.scopes.includes('case:read')) return true;
  return participants.get(caller.agency)?.kind === 'SUPPORTER';
}

/** By code of the participant. */
export interface FeedStates {
  of(participant: string): ReaderState;
}

export interface ContextParts {
  readonly caller: Caller;
  readonly members: Members;
  readonly database: Kysely<HubTables>;
  readonly clock: HubClock;
  readonly campaigns: Campaigns;
  readonly feeds: FeedStates;
  /** Aborted when the caller leaves. */
  readonly signal?: AbortSignal | undefined;
}

export function hubContext({ caller, members, database, clock, campaigns, feeds, signal }: ContextParts): HubContext {
  const reader = caller.kind === 'gateway' ? readerOf(caller, members, campaigns) : NOBODY;
  let now: string | undefined;
  let weight = 0;
  const made = new Map<string, unknown>();
  return {
    caller,
    reader,
    limited: isLimited(caller, members),
    database,
    campaigns,
    feeds,
    heads: headLoader(database, reader),
    held: heldLoader(database, reader),
    names: listedNames(),
    async cutOff(asOf) {
      if (asOf == null) {
        now ??= clock.latest().toISOString();
        return now;
      }
      if (await clock.reached(asOf)) return asOf.toISOString();
      throw badUserInput(`asOf: expected an instant that has passed, got ${asOf.toISOString()}`);
    },
    shared<Value>(key: readonly unknown[], make: () => Value): Value {
      const name = JSON.stringify(key);
      if (!made.has(name)) made.set(name, make());
      return made.get(name) as Value;
    },
    listed(objects, heads) {
      if (signal?.aborted === true) throw answeredError('CALLER_LEFT', 'expected a caller, got a closed connection');
      weight += objects * (heads ? HEAD : 1);
      if (weight > MOST_LISTED) {
        throw badUserInput(
          `expected at most ${MOST_LISTED} listed objects in a request (a case counts ${HEAD}), got more: ask for smaller pages, or for fewer lists within lists`,
        );
      }
    },
  };
}
