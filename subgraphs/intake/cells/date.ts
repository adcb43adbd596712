// Dates in the formats that a mapping lists, read as calendar days: no time zone ever moves one.
import { excelSerialDay } from './excel-serial.ts';

/** `excel-1900`, or a pattern of YYYY, MM, M, DD, D, MMM (Jan), MMMM (January) and what stands between them. */
export type DateFormat = string;

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const TOKEN = /YYYY|MMMM|MMM|MM|M|DD|D/g;

const PATTERNS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MMMM: '(?<name>\\p{L}+)',
  MMM: '(?<name>\\p{L}{3})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
};

const compiled = new Map<string, RegExp>();

/** Whether a mapping may list this format: it names a year, each part at most once, and no day without a month. */
export function isDateFormat(format: DateFormat): boolean {
  if (format === 'excel-1900') return true;
  const parts = (format.match(TOKEN) ?? []).map((token) => token.charAt(0));
  const once = new Set(parts);
  return once.size === parts.length && once.has('Y') && (!once.has('D') || once.has('M'));
}

/** YYYY-MM-DD, or YYYY-MM or YYYY where the format has no more; undefined where no format reads `text`. */
export function readDate(text: string, formats: readonly DateFormat[]): string | undefined {
  for (const format of formats) {
    const day = format === 'excel-1900' ? excelSerialDay(text) : byPattern(text, format);
    if (day !== undefined) return day;
  }
  return undefined;
}

function byPattern(text: string, format: DateFormat): string | undefined {
  const found = pattern(format).exec(text)?.groups;
  if (found?.year === undefined) return undefined;
  const month = found.month ?? (found.name === undefined ? undefined : monthName(found.name, format));
  if (month === undefined) return found.name === undefined ? found.year : undefined;
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  const yearMonth = `${found.year}-${month.padStart(2, '0')}`;
  if (found.day === undefined) return yearMonth;
  const day = `${yearMonth}-${found.day.padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

function pattern(format: DateFormat): RegExp {
  let known = compiled.get(format);
  if (!known) {
    let source = '';
    let last = 0;
    for (const { 0: token, index } of format.matchAll(TOKEN)) {
      source += literal(format.slice(last, index)) + (PATTERNS[token] ?? '');
      last = index + token.length;
    }
    known = new RegExp(`^${source}${literal(format.slice(last))}$`, 'iu');
    compiled.set(format, known);
  }
  return known;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+');
}

function monthName(name: string, format: DateFormat): string | undefined {
  return monthNumber(name, format.includes('MMMM') ? 'long' : 'short');
}

/** Number of an English month by its long or short name (`September`, `Sep`, and `Sept`), case aside. */
export function monthNumber(name: string, form?: 'long' | 'short'): string | undefined {
  const lower = name.toLowerCase();
  const long = form === 'short' ? -1 : MONTHS.indexOf(lower);
  const short =
    form === 'long'
      ? -1
      : MONTHS.map((month) => month.slice(0, 3)).indexOf(form ? lower : lower.replace(/^sept$/, 'sep'));
  const index = Math.max(long, short);
  return index < 0 ? undefined : String(index + 1);
}

/** YYYY-MM-DD, YYYY-MM or YYYY in `format`; undefined where the format says more than the date, or is no pattern. */
export function writeDate(iso: string, format: DateFormat): string | undefined {
  const [year = '', month, day] = iso.slice(0, 10).split('-');
  if (format === 'excel-1900') return undefined;
  const parts = (format.match(TOKEN) ?? []).map((token) => token.charAt(0));
  if (parts.includes('D') !== (day !== undefined) || parts.includes('M') !== (month !== undefined)) return undefined;
  return format.replace(TOKEN, (token) => {
    if (token === 'YYYY') return year;
    if (token.startsWith('D')) return token === 'DD' ? (day ?? '') : String(Number(day));
    const name = MONTHS[Number(month) - 1] ?? '';
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    if (token.length >= 3) return token === 'MMM' ? capital.slice(0, 3) : capital;
    return token === 'MM' ? (month ?? '') : String(Number(month));
  });
}

/** Whether the calendar has the day: `2015-02-29` it has not. */
function isDay(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
}
