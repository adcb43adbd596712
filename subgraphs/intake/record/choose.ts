// One value by a choice rule (mapping/rules.ts says what its parts mean).
import { folded } from '../cells/text.ts';
import type { Choice } from '../mapping/rules.ts';
import type { Reading } from './reading.ts';

/** Undefined where the field is to be left out. A text taken as it is is checked with the whole record. */
export function choose<Value extends string>(rule: Choice<Value> | undefined, reading: Reading): Value | undefined {
  if (rule === undefined) return undefined;
  if (!('column' in rule)) return rule.value;
  const text = reading.text(rule.column);
  if (text === '') return rule.default;
  const reason = entry(rule.not, text, rule.exact);
  if (reason !== undefined) reading.reject(rule.column, reason);
  const value = entry(rule.values, text, rule.exact);
  if (value !== undefined) return value;
  const otherwise = rule.otherwise ?? (rule.values === undefined ? 'take' : 'reject');
  if (typeof otherwise === 'object') return otherwise.value;
  if (otherwise === 'take') return text as Value;
  if (otherwise === 'reject') reading.reject(rule.column, 'expected one of the values that the mapping lists');
  if (otherwise === 'keep') reading.keep(rule.column);
  return undefined;
}

const foldedEntries = new WeakMap<object, ReadonlyMap<string, unknown>>();

/** Entry of `from` for a text, compared folded unless `exact`. */
export function entry<Value>(from: Record<string, Value> | undefined, text: string, exact = false): Value | undefined {
  if (from === undefined) return undefined;
  if (exact) return Object.hasOwn(from, text) ? from[text] : undefined;
  let byFolded = foldedEntries.get(from);
  if (!byFolded) {
    byFolded = new Map(Object.entries(from).map(([key, value]) => [folded(key), value]));
    foldedEntries.set(from, byFolded);
  }
  return byFolded.get(folded(text)) as Value | undefined;
}
