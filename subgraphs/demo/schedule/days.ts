// Calendar days as text, and the months of a period.

const DAY = 86_400_000;

/** The day `days` after `day` (YYYY-MM-DD); before it where negative. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export interface Month {
  /** Days of the period in this month, in order. */
  readonly days: readonly string[];
}

/** The months from `first` to `last`, both days included, in order. */
export function monthsOf(first: string, last: string): Month[] {
  const months = new Map<string, string[]>();
  for (let day = first; day <= last; day = plusDays(day, 1)) {
    const month = day.slice(0, 7);
    const days = months.get(month);
    if (days) days.push(day);
    else months.set(month, [day]);
  }
  return [...months.values()].map((days) => ({ days }));
}
