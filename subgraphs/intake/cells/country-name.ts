// English names of countries and territories, to and from ISO 3166-1 alpha-2. A mapping adds the names its source uses.
import { scalars } from '#schema/scalars/scalars.ts';
import { folded } from './text.ts';

const LONG = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const SHORT = new Intl.DisplayNames('en', { type: 'region', fallback: 'none', style: 'short' });

let names: ReadonlyMap<string, string> | undefined;

/** Whether ISO 3166-1 lists the code. */
export function isCountry(code: string): boolean {
  try {
    return /^[A-Z]{2}$/.test(code) && scalars.CountryCode?.parseValue(code) === code;
  } catch {
    return false;
  }
}

/** English name, for example `Zimbabwe`; undefined where ISO 3166-1 does not list the code. */
export function countryName(code: string): string | undefined {
  return isCountry(code) ? LONG.of(code) : undefined;
}

/** Codes by folded English name. */
export function countriesByName(): ReadonlyMap<string, string> {
  names ??= collect();
  return names;
}

function collect(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    if (!isCountry(code)) continue;
    for (const name of [LONG.of(code), SHORT.of(code)]) if (name !== undefined) found.set(folded(name), code);
  }
  return found;
}
