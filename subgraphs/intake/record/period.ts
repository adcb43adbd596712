// The month or year that a return is for. Fiscal months become calendar months.
import { monthNumber, readDate } from '../cells/date.ts';
import type { ReturnMapping } from '../mapping/return-format.ts';
import type { Reading } from './reading.ts';

/** YYYY-MM, or YYYY. Rejects the row where the cells do not say. */
export function periodOf(rule: ReturnMapping['period'], reading: Reading): string {
  if ('column' in rule) {
    const read = readDate(reading.text(rule.column), rule.formats);
    return read ?? reading.reject(rule.column, `expected a month or year (${rule.formats.join(' or ')})`);
  }
  const ends = fiscalYear(reading.text(rule.fiscalYear));
  if (ends === undefined) reading.reject(rule.fiscalYear, 'expected a fiscal year such as 2019 or FY2019');
  const month = monthOf(reading.text(rule.month));
  if (month === undefined) reading.reject(rule.month, 'expected a month such as OCT, October or 10');
  // From its first month to December a fiscal year is the calendar year before the one that it is named for.
  const year = rule.firstMonth > 1 && month >= rule.firstMonth ? ends - 1 : ends;
  return `${year}-${String(month).padStart(2, '0')}`;
}

/** `2019`, `FY2019`, `FY 19`, `2022 (FYTD)`: the last is a year that was not over when it was published. */
function fiscalYear(text: string): number | undefined {
  const [, long, short] = /^(?:FY\s*)?(?:([12]\d{3})|(\d{2}))(?:\s*\(FYTD\))?$/i.exec(text) ?? [];
  if (long !== undefined) return Number(long);
  return short !== undefined && /^FY/i.test(text) ? 2000 + Number(short) : undefined;
}

function monthOf(text: string): number | undefined {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : Number(monthNumber(text.replace(/\.$/, '')) ?? 0);
  return number >= 1 && number <= 12 ? number : undefined;
}
