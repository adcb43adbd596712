import { describe, expect, it } from 'vitest';
import { countryName, isCountry } from '#subgraphs/intake/cells/country-name.ts';
import { caseTypeOf } from '#subgraphs/intake/enrolment/case-type.ts';

describe('caseTypeOf', () => {
  it.each([
    ['Zimbabwe', 'ZW', 'ZimbabweCustomsCase'],
    ['Côte d’Ivoire', 'CI', 'CoteDIvoireCustomsCase'],
    ['Congo - Brazzaville', 'CG', 'CongoBrazzavilleCustomsCase'],
    ['Åland Islands', 'AX', 'AlandIslandsCustomsCase'],
    ['日本', 'JP', 'JPCustomsCase'],
  ])('names the type of %s (%s) %s', (country, code, name) => {
    expect(caseTypeOf(country, code, new Set())).toBe(name);
  });

  it('puts the code behind a name that is taken', () => {
    expect(caseTypeOf('Zimbabwe', 'ZW', new Set(['ZimbabweCustomsCase']))).toBe('ZimbabweZWCustomsCase');
  });

  it('gives every country of ISO 3166-1 a name of its own that GraphQL takes', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
    const codes = letters.flatMap((first) => letters.map((second) => first + second)).filter(isCountry);
    const names = codes.map((code) => caseTypeOf(countryName(code) ?? '', code, new Set()));
    expect(new Set(names).size).toBe(codes.length);
    expect(names.filter((name) => !/^[A-Z][A-Za-z0-9]*CustomsCase$/.test(name))).toEqual([]);
  });
});
