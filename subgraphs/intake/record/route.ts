// The way of the goods out of the row's columns.
import type { CaseRecordInput, Place } from '#subgraphs/kit/record/case-record.ts';
import { countriesByName } from '../cells/country-name.ts';
import { readNumber } from '../cells/number.ts';
import { type Gazetteer, type NamedPlace, readPlace, readPlaces } from '../cells/place.ts';
import { folded } from '../cells/text.ts';
import type { Mapping } from '../mapping/format.ts';
import { choose } from './choose.ts';
import type { Reading } from './reading.ts';

type Route = NonNullable<CaseRecordInput['route']>;

/** Names that a mapping's places are read by; made once for an import. */
export function gazetteerOf({ places }: Pick<Mapping, 'places'>): Gazetteer {
  const own = Object.entries(places.countries).map(([name, code]) => [folded(name), code] as const);
  return {
    countries: new Map([...countriesByName(), ...own]),
    texts: new Map(Object.entries(places.texts).map(([text, named]) => [folded(text), named as NamedPlace[]])),
  };
}

/** Undefined where the row says nothing of the way. */
export function routeOf(mapping: Mapping, gazetteer: Gazetteer, reading: Reading): Route | undefined {
  const rule = mapping.route;
  if (rule === undefined) return undefined;
  const origin = first(rule.origin, gazetteer, reading);
  const destination = first(rule.destination, gazetteer, reading);
  const transit = rule.transit.flatMap((alias) => readPlaces(reading.text(alias), gazetteer));
  const seizedAt = placeOfSeizure(mapping, reading);
  if (!origin && !destination && !seizedAt && transit.length === 0) return undefined;
  return {
    ...(origin && { origin }),
    transit: [...transit],
    ...(seizedAt && { seizedAt }),
    ...(destination && { destination }),
  };
}

function first(aliases: readonly string[], gazetteer: Gazetteer, reading: Reading): NamedPlace | undefined {
  const [alias, ...others] = aliases.filter((each) => reading.text(each) !== '');
  if (alias === undefined) return undefined;
  for (const other of others) if (folded(reading.text(other)) !== folded(reading.text(alias))) reading.keep(other);
  return readPlace(reading.text(alias), gazetteer);
}

function placeOfSeizure({ route, numbers }: Mapping, reading: Reading): Place | undefined {
  const rule = route?.seizedAt;
  if (rule === undefined) return undefined;
  const country = choose(rule.country, reading);
  const locode = choose(rule.locode, reading);
  const name = choose(rule.name, reading);
  const place: Place = {
    ...(country !== undefined && { country }),
    ...(locode !== undefined && { locode }),
    ...(name !== undefined && { name }),
  };
  if (rule.latitude !== undefined && rule.longitude !== undefined) {
    const form = { decimal: numbers.decimal };
    const latitude = degrees(rule.latitude, 90, form, rule.unreadable, reading);
    const longitude = degrees(rule.longitude, 180, form, rule.unreadable, reading);
    if (latitude !== undefined && longitude !== undefined) Object.assign(place, { latitude, longitude });
    // Half a coordinate is none, and is not lost either.
    else if (latitude !== undefined) reading.keep(rule.latitude);
    else if (longitude !== undefined) reading.keep(rule.longitude);
  }
  return Object.keys(place).length === 0 ? undefined : place;
}

function degrees(
  alias: string,
  limit: number,
  form: { decimal: '.' | ',' },
  unreadable: 'reject' | 'keep',
  reading: Reading,
): number | undefined {
  const text = reading.text(alias);
  if (text === '') return undefined;
  const value = readNumber(text, form);
  if (value !== undefined && Math.abs(value) <= limit) return value;
  if (unreadable === 'reject') reading.reject(alias, `expected decimal degrees from -${limit} to ${limit}`);
  reading.keep(alias);
  return undefined;
}
