// The days that a statistic is about: of the phases, or of the filter where that is narrower.
import type { PhaseEntry } from '#schema/campaigns/campaign-file.ts';
import { type CheckedFilter, firstMonth, lastMonth } from '../cases/filter.ts';

export interface Window {
  /** First day; null where it is open. */
  readonly from: string | null;
  /** Last day; null where it is open. */
  readonly to: string | null;
}

export function windowOf(phases: readonly Pick<PhaseEntry, 'startsOn' | 'endsOn'>[], filter: CheckedFilter): Window {
  const starts = phases.map(({ startsOn }) => startsOn).toSorted();
  const ends = phases.map(({ endsOn }) => endsOn);
  const from = filter.seizedFrom ? `${firstMonth(filter.seizedFrom)}-01` : undefined;
  const to = filter.seizedTo ? lastDay(lastMonth(filter.seizedTo)) : undefined;
  return {
    from:
      [starts[0], from]
        .filter((day) => day !== undefined)
        .toSorted()
        .at(-1) ?? null,
    to: [lastOf(ends), to].filter((day) => day !== undefined).toSorted()[0] ?? null,
  };
}

/** Undefined where one is open. */
function lastOf(ends: readonly (string | undefined)[]): string | undefined {
  const known = ends.filter((day) => day !== undefined);
  return known.length < ends.length ? undefined : known.toSorted().at(-1);
}

function lastDay(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
