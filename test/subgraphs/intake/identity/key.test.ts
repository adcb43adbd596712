import { expect, it } from 'vitest';
import { contentHash, identityOf } from '#subgraphs/intake/identity/key.ts';
import { Seen } from '#subgraphs/intake/identity/seen.ts';
import type { Mapping } from '#subgraphs/intake/mapping/format.ts';
import { Reading } from '#subgraphs/intake/record/reading.ts';
import { caseMapping } from '../case-mapping.ts';

const shipped = caseMapping('eia-pangolin-incidents');
const { identity, ...rest } = shipped;
const keyless: Mapping = rest;

function reading(cells: Record<string, string>, mapping: Mapping = shipped, number = 2, reversed = false): Reading {
  const aliases = Object.keys(mapping.columns);
  if (reversed) aliases.reverse();
  const row = { number, raw: '', cells: aliases.map((alias) => cells[alias] ?? '') };
  const positions = new Map(aliases.map((alias, index) => [alias, index]));
  return new Reading(row, { positions, unnamed: [], rejects: new Map() }, mapping);
}

const hash = (cells: Record<string, string>, mapping: Mapping = shipped, number = 2, reversed = false) =>
  identityOf(mapping, reading(cells, mapping, number, reversed)).hash;

it('follows the natural key, whatever else is corrected', () => {
  expect(identity).toBeDefined();
  expect(hash({ incident: 'A', live: '3' })).toBe(hash({ incident: ' a ', live: '4' }));
  expect(hash({ incident: 'A' })).not.toBe(hash({ incident: 'B' }));
});

it('tells rows with a name in common apart where the mapping says how', () => {
  const shared = '1 pangolin seized in Harare, 2015';
  expect(hash({ incident: shared, description: 'x' })).not.toBe(hash({ incident: shared, description: 'y' }));
});

it('follows the content where there is no key, or the key is blank', () => {
  for (const [mapping, base] of [
    [keyless, { incident: 'A' }],
    [shipped, {}],
  ] as const) {
    expect(hash({ ...base, live: '3' }, mapping)).not.toBe(hash({ ...base, live: '4' }, mapping));
    expect(hash({ ...base, live: '3' }, mapping, 2)).toBe(hash({ ...base, live: '3' }, mapping, 99, true));
  }
});

it('differs by mapping', () => {
  expect(hash({ incident: 'A' })).not.toBe(hash({ incident: 'A' }, { ...shipped, name: 'another' }));
});

const content = (live: string) => contentHash(shipped, reading({ incident: 'A', live }));

it('knows a repeated row from one that only has the same key', () => {
  const seen = new Seen();
  expect(seen.note('id', 2, content('3'))).toBeUndefined();
  expect(seen.note('id', 3, content('3'))).toEqual({ row: 2, same: true });
  expect(seen.note('id', 4, content('4'))).toEqual({ row: 2, same: false });
});
