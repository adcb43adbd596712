// What a column seems to be, by its header and by what most of its values are.
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { drugs } from '#schema/codes/drugs.ts';
import { unit as units } from '#schema/codes/enums.ts';
import { taxa } from '#schema/codes/taxa.ts';
import { transportModes } from '#schema/codes/transport-modes.ts';
import { readConfiguration } from '#schema/configuration/read.ts';
import { countriesByName, isCountry } from '../cells/country-name.ts';
import { readDate } from '../cells/date.ts';
import { readNumber } from '../cells/number.ts';
import { folded } from '../cells/text.ts';

const HEADERS = fileURLToPath(new URL('./headers.yaml', import.meta.url));

/** Values of a column that were looked at. */
export interface Sample {
  readonly header: string;
  readonly rows: number;
  readonly filled: number;
  /** Different values with their rows, most frequent first; not all of them where there are very many. */
  readonly values: readonly (readonly [value: string, rows: number])[];
  /** Whether each filled row has a value of its own. */
  readonly unique: boolean;
}

export interface Guess {
  readonly role: string | undefined;
  /** Why, for a comment. */
  readonly why: string;
  /** Formats of dates that read its values. */
  readonly formats: readonly string[];
}

const FORMATS = [
  'YYYY-MM-DD',
  'DD/MM/YYYY',
  'D/M/YYYY',
  'DD.MM.YYYY',
  'D.M.YYYY',
  'DD-MM-YYYY',
  'MM/DD/YYYY',
  'M/D/YYYY',
  'YYYY/MM/DD',
  'D MMM YYYY',
  'D-MMM-YYYY',
  'D MMMM YYYY',
  'MMMM YYYY',
  'YYYY-MM',
  'MM/YYYY',
  'excel-1900',
];

let words: readonly (readonly [role: string, phrases: readonly string[]])[] | undefined;

function plain(role: string | undefined, why: string): Guess {
  return { role, why, formats: [] };
}

export function guess(sample: Sample, decimal: '.' | ','): Guess {
  const byHeader = roleOfHeader(sample.header);
  const share = (fits: (value: string) => boolean) => shareOf(sample, fits);
  const formats = dateFormats(sample);
  const isNumber = (value: string) => readNumber(value, { decimal }) !== undefined;
  const isDateHeader = byHeader === 'date' || byHeader === undefined;
  if (isDateHeader && formats.length > 0 && (byHeader === 'date' || formats[0] !== 'excel-1900'))
    return { role: 'date', why: `dates (${formats.join(', ')})`, formats };
  if (sample.filled === 0) return plain(undefined, 'blank throughout');
  if (share(isNumber) >= 0.8 && byHeader !== undefined && NUMBERS.has(byHeader)) return plain(byHeader, 'numbers');
  if (byHeader === 'quantity' || byHeader === 'latitude' || byHeader === 'longitude' || byHeader === 'year')
    return plain(share(isNumber) >= 0.5 ? byHeader : undefined, 'numbers and other texts');
  if (byHeader !== undefined) return plain(byHeader, 'by its header');
  for (const [role, fits, why] of BY_VALUES) if (share(fits) >= 0.8) return plain(role, why);
  return plain(undefined, share(isNumber) >= 0.8 ? 'numbers' : 'texts');
}

const NUMBERS = new Set(['quantity', 'latitude', 'longitude', 'year', 'arrests', 'price']);

const BY_VALUES: readonly (readonly [role: string, fits: (value: string) => boolean, why: string])[] = [
  ['country', (value) => countryOf(value) !== undefined, 'names or codes of countries'],
  ['drug', (value) => drugs().find(value) !== undefined, 'names on the list of drugs'],
  ['taxon', (value) => taxa().find(value) !== undefined, 'names on the list of species'],
  ['transport', (value) => transportModes().find(value) !== undefined, 'modes of transport'],
];

export function countryOf(value: string): string | undefined {
  const code = value.trim().toUpperCase();
  return isCountry(code) ? code : byName().get(folded(value));
}

/** Names of countries in the languages of headers.yaml. */
export function countryNames(): string[] {
  return [...byName().keys()];
}

let names: Map<string, string> | undefined;

function byName(): ReadonlyMap<string, string> {
  if (names !== undefined) return names;
  names = new Map(countriesByName());
  const codes = new Set(names.values());
  for (const language of ['fr', 'es', 'vi']) {
    const display = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = folded(display.of(code) ?? '');
      if (name !== '' && !names.has(name)) names.set(name, code);
    }
  }
  return names;
}

/** A unit of measure that a header or cell names. */
export function unitOf(text: string): string | undefined {
  const UNITS: readonly (readonly [RegExp, string])[] = [
    [/\b(kgs?|kilos?|kilograms?|kilogrammes?|kilogramos?|ki lo gam)\b/, 'KILOGRAM'],
    [/\b(g|grams?|grammes?|gramos?|gam)\b/, 'GRAM'],
    [/\b(lbs?|pounds?)\b/, 'POUND'],
    [/\b(l|lit(er|re)s?|litros?|lit)\b/, 'LITRE'],
    [/\b(tablets?|pills?|comprim\w*|pastillas?|tabletas?|vien)\b/, 'TABLET'],
    [/\b(head|heads|live|carcass(es)?|animals?|animaux|animales|con)\b/, 'HEAD'],
    [/\b(pieces?|pcs|items?|unidades|chiec|cai)\b/, 'PIECE'],
  ];
  const known = new Set<string>(units.options);
  return UNITS.find(([pattern, name]) => known.has(name) && pattern.test(bare(text)))?.[1];
}

function roleOfHeader(header: string): string | undefined {
  words ??= Object.entries(readConfiguration(HEADERS, z.record(z.string(), z.array(z.string().min(1)))));
  const name = bare(header);
  for (const [role, phrases] of words) if (phrases.includes(name) || phrases.includes(`=${name}`)) return role;
  const inName = new Set(name.split(' '));
  for (const [role, phrases] of words)
    if (phrases.some((phrase) => phrase.length > 2 && phrase.split(' ').every((word) => inName.has(word)))) return role;
  return undefined;
}

/** Lower case, without marks: `Đơn vị` is `don vi`. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function shareOf({ values }: Sample, fits: (value: string) => boolean): number {
  let [all, good] = [0, 0];
  for (const [value, rows] of values) {
    all += rows;
    if (fits(value)) good += rows;
  }
  return all === 0 ? 0 : good / all;
}

/** The fewest formats that read nearly all values; the first reads most. Day before month where both would do. */
function dateFormats(sample: Sample): string[] {
  const shares = FORMATS.map((format) => ({ format, share: shareOf(sample, (value) => isLikely(value, format)) }));
  const [best] = shares.toSorted((one, other) => other.share - one.share);
  if (best === undefined || best.share < 0.5) return [];
  const chosen = [best.format];
  const left = (value: string) => isLikely(value, best.format);
  for (const { format } of shares) {
    const more = shareOf(sample, (value) => !left(value) && isLikely(value, format));
    if (
      more > 0.02 &&
      chosen.length < 3 &&
      shareOf(sample, (value) => chosen.some((each) => isLikely(value, each))) < 0.98
    )
      chosen.push(format);
  }
  return chosen;
}

/** Years and small numbers are no serial days: 1980 to 2060. */
function isLikely(value: string, format: string): boolean {
  if (format === 'excel-1900' && !/^(29|[345]\d)\d{3}(\.\d+)?$/.test(value)) return false;
  return readDate(value, [format]) !== undefined;
}
