// One answer of counted figures: what is counted, its cut-off and its window. Each figure is counted when it is asked for.
import type { Kysely } from 'kysely';
import { badUserInput } from '#subgraphs/kit/server/errors.ts';
import type { CheckedFilter } from '../cases/filter.ts';
import { once } from '../cases/list.ts';
import type { Reader } from '../cases/visible.ts';
import type { HubTables } from '../database/tables.ts';
import type { HeldPhase } from '../directory/directory.ts';
import { type Counted, caseCount } from './counted.ts';
import { countsBy, type KeyCount } from './counts.ts';
import { FEWEST } from './suppress.ts';
import { type Window, windowOf } from './window.ts';

const MOST_KEYS = 1_000;

export interface CountedFigures {
  readonly counted: Counted;
  /** Counted as of an instant that has passed. */
  readonly rerun: boolean;
  readonly window: Window;
  /** Members of the phases who report cases, by code; of these, those that the filter names. */
  readonly members: readonly string[];
  /** Counts once for one key, however often it is asked for. */
  readonly counting: <Result>(key: string, count: () => Promise<Result>) => Promise<Result>;
  /** Whether the reader has no right to cases: small counts are then kept back. */
  readonly limited: boolean;
  readonly caseCount: () => Promise<number>;
  /** As it is told: null where it is kept back. */
  readonly shownCount: () => Promise<number | null>;
  readonly byParticipant: () => Promise<KeyCount[]>;
  /** As a fraction of the phase before. Null where there is none, or none was counted in it. */
  readonly changeOnPreviousPhase: () => Promise<number | null>;
}

export interface FiguresOf {
  readonly database: Kysely<HubTables>;
  /** One phase, or all phases of a campaign. */
  readonly phases: readonly HeldPhase[];
  /** The phase to compare with: of a single phase only. */
  readonly previous: HeldPhase | undefined;
  /** Who reports cases. */
  readonly participants: readonly string[];
  readonly filter: CheckedFilter;
  readonly reader: Reader;
  readonly limited: boolean;
  /** Hub time, ISO. */
  readonly cutOff: string;
  /** That of the phase before, where it is another. */
  readonly previousCutOff?: string | undefined;
  /** Whether the caller named the cut-off. */
  readonly rerun: boolean;
}

export function countedFigures({
  database,
  phases,
  previous,
  participants,
  filter,
  reader,
  limited,
  cutOff,
  previousCutOff = cutOff,
  rerun,
}: FiguresOf): CountedFigures {
  const over = (ids: readonly string[], at = cutOff): Counted => ({
    database,
    scope: { phases: ids, participants, filter, reader },
    cutOff: at,
  });
  const counted = over(phases.map(({ id }) => id));
  const named = new Set(phases.flatMap(({ entry }) => entry.participants));
  const told = (cases: number) => (limited && cases < FEWEST ? null : cases);
  const counting = new Map<string, Promise<unknown>>();
  const count = once(() => caseCount(counted));
  return {
    counted,
    rerun,
    limited,
    window: windowOf(
      phases.map(({ entry }) => entry),
      filter,
    ),
    members: participants.filter((code) => named.has(code) && (filter.participant?.includes(code) ?? true)),
    counting<Result>(key: string, read: () => Promise<Result>) {
      const reading = (counting.get(key) as Promise<Result> | undefined) ?? read();
      counting.set(key, reading);
      return reading;
    },
    caseCount: count,
    shownCount: async () => told(await count()),
    byParticipant: once(() => countsBy(counted, 'participant')),
    changeOnPreviousPhase: once(async () => {
      if (previous === undefined) return null;
      const [now, before] = await Promise.all([count(), caseCount(over([previous.id], previousCutOff))]);
      // It would tell the one from the other.
      if (told(now) === null || told(before) === null) return null;
      return before === 0 ? null : (now - before) / before;
    }),
  };
}

/** @throws GraphQLError BAD_USER_INPUT for a number of keys out of bounds. */
export function checkTop(top: number | null | undefined, usual: number): number {
  const checked = top ?? usual;
  if (checked < 1 || checked > MOST_KEYS) throw badUserInput(`top: expected 1 to ${MOST_KEYS}, got ${checked}`);
  return checked;
}
