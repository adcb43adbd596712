import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unit } from '#schema/codes/enums.ts';
import { kilograms } from '#subgraphs/kit/quantities/index.ts';
import type { Commodity, Quantity } from '#subgraphs/kit/record/case-record.ts';

const meth: Commodity = { type: 'DRUG', drug: 'methamphetamine', group: 'ATS' };
const ketamine: Commodity = { type: 'DRUG', drug: 'ketamine', group: 'KETAMINE' };
const scales: Commodity = { type: 'WILDLIFE', taxon: 'Manis javanica', term: 'SCA' };

describe('the kilogram equivalent', () => {
  test.each<[number, Quantity['unit'], number, string]>([
    [12.5, 'KILOGRAM', 12.5, 'kilogram'],
    [2.5, 'GRAM', 0.0025, 'gram'],
    [1.1, 'GRAM', 0.0011, 'gram'],
    [0.3, 'MILLIGRAM', 0.0000003, 'milligram'],
    [3, 'POUND', 1.36077711, 'pound-0.45359237kg'],
    [1.1, 'TONNE', 1100, 'tonne-1000kg'],
    [20, 'LITRE', 20, 'litre-1kg'],
    [250, 'MILLILITRE', 0.25, 'millilitre-1g'],
    [0, 'GRAM', 0, 'gram'],
  ])('of %d %s is %d by %s', (value, of, expected, conversion) => {
    expect(kilograms({ value, unit: of }, scales)).toEqual({ kilograms: expected, conversion });
  });

  test.each<[string, Commodity, number, string]>([
    ['methamphetamine', meth, 0.09, 'methamphetamine-tablet-90mg'],
    ['mdma', { type: 'DRUG', drug: 'mdma', group: 'ATS' }, 0.3, 'ecstasy-tablet-300mg'],
    ['amphetamine', { type: 'DRUG', drug: 'amphetamine', group: 'ATS' }, 0.25, 'ats-tablet-250mg'],
  ])('of 1000 tablets of %s is %d', (_, commodity, expected, conversion) => {
    expect(kilograms({ value: 1000, unit: 'TABLET' }, commodity)).toEqual({ kilograms: expected, conversion });
  });

  test('of tablets of anything but an amphetamine-type stimulant is not defined', () => {
    expect(kilograms({ value: 1000, unit: 'TABLET' }, ketamine)).toBeUndefined();
    expect(
      kilograms({ value: 9, unit: 'TABLET' }, { type: 'PRECURSOR', substance: 'pseudoephedrine', table: 'TABLE_I' }),
    ).toBeUndefined();
  });

  test('of units that are no weight or volume of a liquid is not defined', () => {
    const weighed = ['KILOGRAM', 'GRAM', 'MILLIGRAM', 'POUND', 'TONNE', 'LITRE', 'MILLILITRE', 'TABLET'];
    const others = unit.options.filter((each) => !weighed.includes(each));
    expect(others).toHaveLength(11);
    for (const other of others) expect(kilograms({ value: 5, unit: other }, meth)).toBeUndefined();
  });

  test('of a quantity without a value is not defined', () => {
    expect(kilograms({ unit: 'KILOGRAM' }, meth)).toBeUndefined();
  });

  test('carries no floating noise: grams with three decimals keep at most six', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (thousandths) => {
        const got = kilograms({ value: thousandths / 1000, unit: 'GRAM' }, meth)?.kilograms ?? Number.NaN;
        expect(got).toBe(Number((thousandths / 1_000_000).toFixed(6)));
      }),
    );
  });
});
