// The amount in one cell: none, some that is known, or some that is not. In a case a 0 is none: it never becomes a quantity.
import { readNumber } from '../cells/number.ts';
import { folded } from '../cells/text.ts';
import type { Mapping } from '../mapping/format.ts';
import type { Reading } from './reading.ts';

export type AmountRule = Mapping['seizures'][number]['amount'];
/** What is read of a cell alone; `zero`: a 0 is an amount, as in a return, where many small ones may round to it. */
type CellRule = Omit<AmountRule, 'unit' | 'less'> & { readonly zero?: 'known' };

export type Amount =
  | { readonly state: 'none' }
  | { readonly state: 'unknown' }
  | { readonly state: 'known'; value: number };

const NONE: Amount = { state: 'none' };
const UNKNOWN: Amount = { state: 'unknown' };

/** The amount of the cell alone. */
export function readAmount(rule: CellRule, mapping: Pick<Mapping, 'numbers'>, reading: Reading): Amount {
  const text = reading.text(rule.column);
  if (text === '') return NONE;
  if (rule.unknown.some((word) => folded(word) === folded(text))) {
    // A single letter says no more than that there was some; more words may.
    if (text.length > 1) reading.keep(rule.column);
    return UNKNOWN;
  }
  const value = readNumber(text, { ...mapping.numbers, strip: rule.strip });
  if (value !== undefined && value >= 0 && (!rule.integer || Number.isInteger(value)))
    return value === 0 && rule.zero === undefined ? NONE : { state: 'known', value };
  if (rule.unreadable === 'reject')
    reading.reject(rule.column, `expected ${rule.integer ? 'a whole number' : 'a number'} of 0 or more`);
  reading.keep(rule.column);
  return UNKNOWN;
}

/** The amount that no other seizure of the row has taken already (rule `less`). */
export function leftOver(rule: AmountRule, mapping: Mapping, reading: Reading): Amount {
  const total = readAmount(rule, mapping, reading);
  if (rule.less.length === 0 || total.state === 'none') return total;
  const parts = rule.less.map((alias) => readAmount(ruleOf(alias, mapping, rule), mapping, reading));
  if (parts.every(({ state }) => state === 'none')) return total;
  const sum = parts.reduce((before, part) => before + (part.state === 'known' ? part.value : 0), 0);
  const rest =
    total.state === 'known' && parts.every(({ state }) => state !== 'unknown') ? total.value - sum : undefined;
  // Floating point: 0.3 - 0.2 - 0.1 is not 0.
  if (rest !== undefined && Math.abs(rest) < 1e-9) return NONE;
  if (rest !== undefined && rest > 0) return { state: 'known', value: rest };
  // The parts stand for the whole: how much is left over cannot be told.
  if (total.state === 'known') reading.keep(rule.column);
  return NONE;
}

function ruleOf(alias: string, mapping: Mapping, fallback: AmountRule): AmountRule {
  return mapping.seizures.find(({ amount }) => amount.column === alias && amount.less.length === 0)?.amount ?? fallback;
}
