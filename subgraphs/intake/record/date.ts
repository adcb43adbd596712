// When the seizure was: the day where the source knows it, else the month or the year, never more than it knows.
import { readDate } from '../cells/date.ts';
import type { Mapping } from '../mapping/format.ts';
import type { Reading } from './reading.ts';

export interface Seized {
  readonly seizedOn?: string;
  readonly seizedIn: string;
}

/** Read whatever the mapping lists, for they cannot mean another day: what a spreadsheet holds as a date comes so. */
const ISO = ['YYYY-MM-DD', 'YYYY-MM'];

/** Rejects the row where date and year are both blank, not readable, or at odds. */
export function seized(rule: Mapping['date'], reading: Reading): Seized {
  const year = yearOf(rule, reading);
  const text = reading.text(rule.column);
  if (text === '') {
    if (year === undefined) reading.reject(rule.column, 'expected a date or a year');
    return { seizedIn: year };
  }
  const read = readDate(text, [...rule.formats, ...ISO]);
  if (read === undefined) reading.reject(rule.column, `expected a date (${rule.formats.join(' or ')})`);
  if (year !== undefined && !read.startsWith(year) && rule.year !== undefined)
    reading.reject(rule.year, `expected the year of ${reading.header(rule.column)} (${read})`);
  return precision(read, rule, reading);
}

function yearOf(rule: Mapping['date'], reading: Reading): string | undefined {
  if (rule.year === undefined) return undefined;
  const text = reading.text(rule.year);
  if (text !== '' && !/^[12]\d{3}$/.test(text)) reading.reject(rule.year, 'expected a single year such as 2015');
  return text === '' ? undefined : text;
}

/** Some sources write the first of the month, or of the year, for a day that they do not know. */
function precision(read: string, rule: Mapping['date'], reading: Reading): Seized {
  if (read.length < 10) return { seizedIn: read };
  const month = read.slice(0, 7);
  const first = read.endsWith('-01-01') ? (rule.firstOfYear ?? rule.firstOfMonth) : rule.firstOfMonth;
  if (!read.endsWith('-01') || first === 'day') return { seizedOn: read, seizedIn: month };
  reading.keep(rule.column, `${read}, read as the ${first}`);
  return { seizedIn: first === 'month' ? month : read.slice(0, 4) };
}
