// A row to a checked case, by the mapping. Throws RowRejected where the row is none, or cannot be read.

import type { z } from 'zod';
import { phaseId } from '#schema/campaigns/campaign-file.ts';
import { participantCode } from '#schema/roster/roster.ts';
import { type CaseRecordInput, caseRecord } from '#subgraphs/kit/record/case-record.ts';
import type { ReturnRecordInput } from '#subgraphs/kit/record/return-record.ts';
import { readNumber } from '../cells/number.ts';
import type { Gazetteer } from '../cells/place.ts';
import { folded, oneLine } from '../cells/text.ts';
import { contentHash, type Identity, identityOf } from '../identity/key.ts';
import type { Mapping } from '../mapping/format.ts';
import type { AnyMapping } from '../mapping/return-format.ts';
import { RowRejected } from '../rejects/rejection.ts';
import { choose, entry } from './choose.ts';
import { type Seized, seized } from './date.ts';
import { meansOf } from './means.ts';
import { provenanceOf } from './provenance.ts';
import type { Reading } from './reading.ts';
import { routeOf } from './route.ts';
import { seizuresOf } from './seizures.ts';

export interface BuildOptions {
  readonly mapping: Mapping;
  readonly gazetteer: Gazetteer;
  /** Campaign that the cases are reported to. */
  readonly campaign: string;
  /** Owner of every case, where the mapping does not split by a column. */
  readonly participant?: string;
}

/** What a row became. */
export interface Built {
  readonly participant: string;
  readonly record: CaseRecordInput | ReturnRecordInput;
  /** Calendar year, which is the phase's number. */
  readonly year: number;
  /** Values of the natural key; undefined where the content is the key. */
  readonly key: string | undefined;
  /** SHA-256 of the row's cells. */
  readonly content: string;
}

export interface BuiltCase extends Built {
  readonly record: CaseRecordInput;
}

export function buildCase(reading: Reading, options: BuildOptions): BuiltCase {
  const { mapping, gazetteer, campaign } = options;
  namesSeizure(mapping, reading);
  const participant = owner(options, reading);
  const when = seized(mapping.date, reading);
  const year = Number(when.seizedIn.slice(0, 4));
  const identity = identityOf(mapping, reading);
  const kind = choose(mapping.kind, reading);
  if (kind === undefined) throw new RowRejected('kind', '', 'expected a kind of case');
  const route = routeOf(mapping, gazetteer, reading);
  const provenance = provenanceOf(mapping, reading);
  const body = {
    id: `${participant}-${identity.hash}`,
    reference: reference(mapping, participant, when, identity, reading),
    phase: phaseId(campaign, year),
    kind,
    form: mapping.form,
    ...when,
    reportedAt: mapping.reportedAt,
    ...(provenance && { provenance }),
    seizures: seizuresOf(mapping, when.seizedOn ?? when.seizedIn, reading),
    ...(route && { route }),
    ...meansOf(mapping, reading),
    release: mapping.release,
  };
  // Last: until here any rule may have kept something for it.
  const narrative = narrativeOf(mapping, reading);
  const record = checked(caseRecord, { ...body, ...(narrative && { narrative }) }, mapping, reading);
  return { participant, record, year, key: identity.key, content: contentHash(mapping, reading) };
}

/** Rejects a row that the mapping does not take as one of what it makes. */
export function namesSeizure({ rows }: AnyMapping, reading: Reading): void {
  if (rows === undefined) return;
  const text = folded(reading.text(rows.column));
  if (rows.seizure.some((each) => folded(each) === text)) return;
  const reason = entry(rows.not, text);
  reading.reject(rows.column, reason ?? `expected a row that names a seizure (${rows.seizure.join(', ')})`);
}

function owner({ mapping, participant }: BuildOptions, reading: Reading): string {
  const rule = mapping.participant;
  const code = rule === undefined ? participant : choose(rule, reading);
  if (code !== undefined)
    return participantNamed(code, rule !== undefined && 'column' in rule ? rule.column : undefined, reading);
  if (rule !== undefined && 'column' in rule) reading.reject(rule.column, 'expected who reports the case');
  throw new RowRejected('participant', '', 'expected who reports the case');
}

/** A text that a mapping takes as it stands may be no code at all. */
export function participantNamed(code: string, alias: string | undefined, reading: Reading): string {
  if (participantCode.safeParse(code).success) return code;
  const reason = 'expected who reports, by a code such as VN, or a text that the mapping gives one';
  if (alias !== undefined) reading.reject(alias, reason);
  throw new RowRejected('participant', code, reason);
}

function reference(
  { reference: template }: Mapping,
  participant: string,
  { seizedIn }: Seized,
  { hash }: Identity,
  reading: Reading,
): string {
  const fixed: Readonly<Record<string, string>> = {
    participant,
    year: seizedIn.slice(0, 4),
    month: seizedIn,
    key: hash.slice(0, 8),
  };
  return oneLine(template.replace(/\{(\w+)\}/g, (_, name: string) => fixed[name] ?? reading.text(name)));
}

function narrativeOf({ narrative }: Mapping, reading: Reading): CaseRecordInput['narrative'] {
  const parts = narrative.parts.flatMap(({ column, label }) => {
    const text = reading.text(column);
    return text === '' ? [] : [label === undefined ? text : `${label}: ${text}`];
  });
  const text = [...parts, ...reading.kept].join('\n');
  return text === '' ? undefined : { text, class: narrative.class };
}

/** What a rule took as it stood may still not fit: then the row is at fault, not the import. */
export function checked<Record>(
  schema: z.ZodType<Record>,
  record: unknown,
  mapping: AnyMapping,
  reading: Reading,
): Record {
  const result = schema.safeParse(record);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  let value: unknown = record;
  for (const part of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;
  const reason = issue?.message ?? 'expected a record';
  const alias = columnOf(value, mapping, reading);
  if (alias !== undefined) reading.reject(alias, `${reason} (${path.join('.')})`);
  throw new RowRejected(`(${mapping.record}) ${path.join('.')}`, shown(value), reason);
}

/** The column that a text came from: the one that holds it whole, else the longest that is a part of it. */
function columnOf(value: unknown, { columns, numbers }: AnyMapping, reading: Reading): string | undefined {
  if (typeof value === 'number') {
    const same = Object.keys(columns).filter((alias) => readNumber(reading.text(alias), numbers) === value);
    return same.length === 1 ? same[0] : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const text = oneLine(value);
  const texts = Object.keys(columns).map((alias) => ({ alias, cell: oneLine(reading.text(alias)) }));
  const whole = texts.find(({ cell }) => cell !== '' && cell === text);
  const [part] = texts
    .filter(({ cell }) => cell !== '' && text.includes(cell))
    .toSorted((one, other) => other.cell.length - one.cell.length);
  return (whole ?? part)?.alias;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
