// How the goods were carried, hidden and found, and what followed.
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import { oneLine } from '../cells/text.ts';
import type { Mapping } from '../mapping/format.ts';
import type { Choice } from '../mapping/rules.ts';
import { choose, entry } from './choose.ts';
import type { Reading } from './reading.ts';

type Means = Pick<CaseRecordInput, 'conveyance' | 'concealment' | 'detection' | 'outcome'>;

export function meansOf(mapping: Mapping, reading: Reading): Means {
  const conveyance = conveyanceOf(mapping, reading);
  const concealment = methodOf(mapping.concealment, reading);
  const detection = methodOf(mapping.detection, reading);
  const outcome = outcomeOf(mapping, reading);
  return {
    ...(conveyance && { conveyance }),
    ...(concealment && { concealment }),
    ...(detection && { detection }),
    ...(outcome && { outcome }),
  };
}

function conveyanceOf({ conveyance: rule }: Mapping, reading: Reading): Means['conveyance'] {
  if (rule === undefined) return undefined;
  const mode = choose(rule.mode, reading);
  const identifiers = rule.identifiers
    .map(({ kind, column }) => ({ kind, value: reading.text(column) }))
    .filter(({ value }) => value !== '');
  if (mode === undefined && identifiers.length === 0) return undefined;
  return { mode: mode ?? 'NOT_SPECIFIED', identifiers };
}

/** The words of the source stand beside the code: no list has every way to hide a thing. */
function methodOf<Method extends string>(
  rule: { method: Choice<Method>[]; description: string[] } | undefined,
  reading: Reading,
): { method: Method; description?: string } | undefined {
  if (rule === undefined) return undefined;
  let method: Method | undefined;
  for (const each of rule.method) method ??= choose(each, reading);
  const words = [...new Set(rule.description.map((alias) => oneLine(reading.text(alias))))].filter(
    (text) => text !== '',
  );
  if (method === undefined) {
    for (const alias of rule.description) if (reading.text(alias) !== '') reading.keep(alias);
    return undefined;
  }
  return words.length === 0 ? { method } : { method, description: words.join('; ') };
}

function outcomeOf({ outcome: rule }: Mapping, reading: Reading): Means['outcome'] {
  if (rule === undefined) return undefined;
  const counts = (['arrests', 'charged', 'convicted'] as const).map((field) => [field, count(rule[field], reading)]);
  const words = (['sanction', 'disposal'] as const).map((field) => [field, choose(rule[field], reading)]);
  const filled = [...counts, ...words].filter(([, value]) => value !== undefined);
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}

type CountRule = NonNullable<NonNullable<Mapping['outcome']>['arrests']>;

/** Undefined where the cell is blank, or unreadable and kept. */
export function count(rule: CountRule | undefined, reading: Reading): number | undefined {
  if (rule === undefined) return undefined;
  const text = reading.text(rule.column);
  if (text === '') return undefined;
  const value = entry(rule.values, text) ?? (/^\d{1,6}$/.test(text) ? Number(text) : undefined);
  if (value !== undefined) return value;
  if (rule.unreadable === 'reject') reading.reject(rule.column, 'expected a whole number');
  reading.keep(rule.column);
  return undefined;
}
