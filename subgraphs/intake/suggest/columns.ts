// Gives each column of a file a short name and what it seems to be; a role that only one column can have goes to the one
// whose header says so, else to the fullest.
import { oneLine } from '../cells/text.ts';
import { type Guess, guess, type Sample } from './roles.ts';

export interface Column {
  readonly alias: string;
  readonly header: string;
  readonly occurrence: number;
  readonly sample: Sample;
  readonly guess: Guess;
}

export interface Columns {
  readonly all: readonly Column[];
  readonly decimal: '.' | ',';
  /** The one with the role. */
  one(role: string): Column | undefined;
  many(role: string): readonly Column[];
}

const TAKEN = ['year', 'month', 'key', 'participant'];

export function columnsFor(samples: readonly Sample[]): Columns {
  const decimal = decimalOf(samples);
  const used = new Set(TAKEN);
  const seen = new Map<string, number>();
  const all = samples
    .filter(({ header }) => header.trim() !== '')
    .map((sample, index): Column => {
      const header = oneLine(sample.header);
      const occurrence = (seen.get(header.toLowerCase()) ?? 0) + 1;
      seen.set(header.toLowerCase(), occurrence);
      return { alias: aliasOf(header, index, used), header, occurrence, sample, guess: guess(sample, decimal) };
    });
  const many = (role: string) => all.filter((column) => column.guess.role === role);
  return {
    all,
    decimal,
    many,
    one: (role) => many(role).toSorted((a, b) => rank(b) - rank(a) || b.sample.filled - a.sample.filled)[0],
  };
}

function rank({ guess: { why } }: Column): number {
  return why === 'by its header' ? 1 : 0;
}

function aliasOf(header: string, index: number, used: Set<string>): string {
  const words = header
    .replaceAll(/[đĐ]/g, 'd')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .slice(0, 3)
    .map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()));
  const name = words.join('').slice(0, 30);
  const stem = /^[a-z]/.test(name) ? name : `column${index + 1}`;
  let alias = stem;
  for (let more = 2; used.has(alias); more++) alias = `${stem}${more}`;
  used.add(alias);
  return alias;
}

/** A comma before one or two digits at the end, where no point stands so. */
function decimalOf(samples: readonly Sample[]): '.' | ',' {
  let [commas, points] = [0, 0];
  for (const { values } of samples)
    for (const [value] of values) {
      if (/^-?\d{1,3}(\.\d{3})*,\d{1,2}$|^-?\d+,\d{1,2}$/.test(value)) commas++;
      if (/^-?\d+\.\d{1,2}$/.test(value)) points++;
    }
  return commas > points ? ',' : '.';
}
