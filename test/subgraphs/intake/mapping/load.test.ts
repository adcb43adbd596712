import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadMapping, shippedMappings } from '#subgraphs/intake/mapping/load.ts';
import { dataFolder, MAPPING } from '../workshop.ts';

/** Loads the small mapping with one passage changed. */
function load(from: string | RegExp, to: string) {
  const file = dataFolder().path('changed.yaml');
  const changed = MAPPING.replace(from, to);
  expect(changed).not.toBe(MAPPING);
  writeFileSync(file, changed);
  return () => loadMapping(file);
}

describe('loadMapping', () => {
  it('reads every shipped mapping, each named as its file', () => {
    expect(shippedMappings()).toContain('eia-pangolin-incidents');
    for (const name of shippedMappings()) expect(loadMapping(name).name).toBe(name);
  });

  it('reads the example in the documentation', () => {
    const page = readFileSync(new URL('../../../../docs/import.md', import.meta.url), 'utf8');
    const file = dataFolder().path('example.yaml');
    writeFileSync(file, /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '');
    expect(loadMapping(file).name).toBe('our-seizures');
  });

  it('names the shipped mappings where there is none of that name', () => {
    expect(() => loadMapping('no-such-mapping')).toThrow(/eia-pangolin-incidents.*got no-such-mapping/);
  });

  it('refuses a mapping without a release profile', () => {
    expect(load(/release: .*\n/, '')).toThrow(/release: /);
  });

  it('refuses an unknown key, with its line', () => {
    expect(load('form: FULL', 'form: FULL\nfroms: FULL')).toThrow(/changed\.yaml:11: .*froms/);
  });

  it('refuses a rule over a column that is not named, with its line', () => {
    expect(load('year: year }', 'year: yaer }')).toThrow(
      /changed\.yaml:12: date\.year: expected a column named under `columns`/,
    );
  });

  it('refuses a column that no rule reads', () => {
    expect(load('text: Text }', 'text: Text, spare: Spare }')).toThrow(/columns\.spare: expected a rule that reads it/);
  });

  it.each([
    ['term: { value: LIV }', 'term: { value: XYZ }', /expected a CITES term/],
    ['unit: { value: HEAD }', 'unit: { value: HEADS }', /unit/],
    ['latitude: lat, longitude: lon', 'latitude: lat', /both latitude and longitude|columns\.lon/],
    [
      'taxon: { value: Manis javanica }',
      'description: { value: x }',
      /expected `taxon` of a commodity of type WILDLIFE/,
    ],
    ['Vietnam: VN', 'Vietnam: VN, " vietnam": CN', /expected one meaning/],
    ['{year}', '{yaer}', /reference: /],
    ['YYYY-MM-DD', 'DD/MM', /expected excel-1900, or a pattern/],
    [
      'amount: { column: kg,',
      'amount: { column: kg, less: [town],',
      /expected the column of another seizure's amount, got town/,
    ],
  ])('refuses %j in place of %j', (from, to, fault) => {
    expect(load(from, to)).toThrow(fault);
  });
});
