// Who reports what, and when: a slot for each case of a phase, shared out over the phase's reporting members.
import type { PhaseEntry } from '#schema/campaigns/campaign-file.ts';
import type { CountedPhase } from '../campaigns/campaign.ts';
import { type Random, random } from '../random/random.ts';
import type { Kind, Reporter } from '../reporters/reporters.ts';
import { apportion } from './apportion.ts';
import { type Month, monthsOf } from './days.ts';

export interface Slot {
  readonly reporter: Reporter;
  readonly kind: Kind;
  readonly seizedOn: string;
  /** Number of the case with its reporter within the phase, from 1, by day. */
  readonly number: number;
}

/** Reports tail off at the end of a phase; and few enough that the latest page of cases shows many participants. */
const LAST_MONTH_AT_MOST = 4;

/** The slots of a phase, by reporter, then by day. */
export function scheduleOf(
  phase: PhaseEntry,
  { counted, until }: CountedPhase,
  reporters: readonly Reporter[],
): Slot[] {
  const last = phase.endsOn ?? until;
  if (last === undefined) throw new Error(`expected an end or an until of phase ${phase.number}, got neither`);
  const months = monthsOf(phase.startsOn, last);
  const kinds: Kind[] = ['DRUG', 'PRECURSOR', 'WILDLIFE', 'TIMBER'];
  const shares = kinds.map((kind) => ({
    kind,
    cases: apportion(
      counted[kind],
      reporters.map((reporter) => reporter.weights[kind]),
    ),
  }));
  return reporters.flatMap((reporter, index) => {
    const chance = random(`OMD/${phase.number}/${reporter.code}/schedule`);
    const own = shares.flatMap(({ kind, cases }) => Array.from({ length: cases[index] ?? 0 }, () => kind));
    const days = daysFor(own.length, months, chance).toSorted();
    const shuffled = chance.sample(own, own.length);
    return shuffled.map((kind, at) => ({ reporter, kind, seizedOn: days[at] ?? '', number: at + 1 }));
  });
}

/** `count` days: each month has one where there are enough, the rest by the months' lengths. */
function daysFor(count: number, months: readonly Month[], chance: Random): string[] {
  const atLeast = count >= months.length ? 1 : 0;
  const weights = months.map((month) => month.days.length * (0.7 + 0.6 * chance.next()));
  const shares = apportion(count - atLeast * months.length, weights).map((share) => share + atLeast);
  const overflow = Math.max(0, (shares.at(-1) ?? 0) - LAST_MONTH_AT_MOST);
  const earlier = apportion(overflow, weights.slice(0, -1));
  return months.flatMap((month, index) => {
    const share = (shares[index] ?? 0) + (index === months.length - 1 ? -overflow : (earlier[index] ?? 0));
    return Array.from({ length: share }, () => chance.pick(month.days));
  });
}
