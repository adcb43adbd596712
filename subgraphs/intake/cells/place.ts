// Places as a text names them: a country where the text names one, else the place's name alone. Nothing is guessed: a
// town without its country stays without.
import type { Place } from '#subgraphs/kit/record/case-record.ts';
import { folded, oneLine } from './text.ts';

export type NamedPlace = Pick<Place, 'country' | 'locode' | 'name'>;

export interface Gazetteer {
  /** Country codes by folded name. */
  readonly countries: ReadonlyMap<string, string>;
  /** Whole texts that need an answer of their own, by folded text. */
  readonly texts: ReadonlyMap<string, readonly NamedPlace[]>;
}

/** The places that `text` names, in its order; a list is read as several only where every part is a country. */
export function readPlaces(text: string, { countries, texts }: Gazetteer): readonly NamedPlace[] {
  const known = texts.get(folded(text));
  if (known) return known;
  const name = oneLine(text)
    .replace(/^["“'](.*)["”']$/u, '$1')
    .replace(/[.,;]+$/u, '');
  if (name === '') return [];
  const whole = countries.get(folded(name));
  if (whole !== undefined) return [{ country: whole }];
  const parts = name.split(/\s*[,;]\s*/u);
  const codes = parts.map((part) => countries.get(folded(part)));
  if (codes.every((code) => code !== undefined)) return codes.map((country) => ({ country }));
  const last = codes.at(-1);
  // `Kunming, China` names a place in China; `China, Xiamen` is left as it stands.
  if (last !== undefined && codes.slice(0, -1).every((code) => code === undefined))
    return [{ country: last, name: parts.slice(0, -1).join(', ') }];
  return [{ name }];
}

/** As `readPlaces`, for a field that holds one place: several countries are no country, so the text stays the name. */
export function readPlace(text: string, gazetteer: Gazetteer): NamedPlace | undefined {
  const places = readPlaces(text, gazetteer);
  return places.length > 1 ? { name: oneLine(text) } : places[0];
}
