// What one revision of a record changed on the one before: the names of its fields, not their values.
import { isDeepStrictEqual } from 'node:util';

type Fields = Readonly<Record<string, unknown>>;

/** For example `route.seizedAt`, `seizures`; sorted. Down to the second level, where both have it. */
export function differences(before: string | null, after: string | null): string[] {
  if (before === null || after === null) return [];
  return between(JSON.parse(before) as Fields, JSON.parse(after) as Fields, '').toSorted();
}

function between(before: Fields, after: Fields, at: string): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) => {
    const [one, other] = [before[field], after[field]];
    if (isDeepStrictEqual(one, other)) return [];
    const name = at === '' ? field : `${at}.${field}`;
    return at === '' && isFields(one) && isFields(other) ? between(one, other, name) : [name];
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
