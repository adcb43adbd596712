// What the tests of the record share: one row by alias through a mapping, and why it was rejected.
import type { Mapping } from '#subgraphs/intake/mapping/format.ts';
import { type BuiltCase, buildCase } from '#subgraphs/intake/record/build.ts';
import { Reading } from '#subgraphs/intake/record/reading.ts';
import { gazetteerOf } from '#subgraphs/intake/record/route.ts';
import { RowRejected } from '#subgraphs/intake/rejects/rejection.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import { caseMapping } from '../case-mapping.ts';

export type Cells = Readonly<Record<string, string>>;

/** What every rule of the shipped mapping needs to take a row. */
export const INCIDENT: Cells = {
  incident: 'A seizure',
  type: 'Seizure',
  country: 'Vietnam',
  taxon: 'Pangolin',
  year: '2015',
  date: '42229',
  location: 'Hai Phong',
};

export const shipped = caseMapping('eia-pangolin-incidents');

export function built(cells: Cells, mapping: Mapping = shipped): BuiltCase {
  const aliases = Object.keys(mapping.columns);
  const row = { number: 2, raw: '', cells: aliases.map((alias) => cells[alias] ?? '') };
  const columns = {
    positions: new Map(aliases.map((alias, index) => [alias, index])),
    unnamed: [],
    rejects: new Map(),
  };
  const reading = new Reading(row, columns, mapping);
  return buildCase(reading, { mapping, gazetteer: gazetteerOf(mapping), campaign: 'TEST' });
}

export const incident = (over: Cells = {}): CaseRecordInput => built({ ...INCIDENT, ...over }).record;

export function rejection(over: Cells, mapping?: Mapping) {
  try {
    built({ ...INCIDENT, ...over }, mapping);
  } catch (error) {
    if (error instanceof RowRejected) return { column: error.column, value: error.value, reason: error.reason };
    throw error;
  }
  return undefined;
}

/** The shipped mapping with another meaning of 1 January. */
export function withFirstOfYear(firstOfYear: 'day' | 'year'): Mapping {
  return { ...shipped, date: { ...shipped.date, firstOfYear } };
}
