import { describe, expect, it } from 'vitest';
import { countriesByName, countryName, isCountry } from '#subgraphs/intake/cells/country-name.ts';
import { readPlace, readPlaces } from '#subgraphs/intake/cells/place.ts';
import { folded } from '#subgraphs/intake/cells/text.ts';

const gazetteer = {
  countries: new Map([...countriesByName(), ['drc', 'CD'] as const]),
  texts: new Map([[folded('Vietnam (Hoanh Mo)'), [{ country: 'VN', name: 'Hoanh Mo' }]]]),
};

describe('readPlaces', () => {
  it.each([
    ['Malaysia', [{ country: 'MY' }]],
    [' malaysia. ', [{ country: 'MY' }]],
    ['Hong Kong', [{ country: 'HK' }]],
    ["Cote d'Ivoire", [{ name: "Cote d'Ivoire" }]],
    ["Côte d'Ivoire", [{ country: 'CI' }]],
    ['DRC, Uganda, Thailand', [{ country: 'CD' }, { country: 'UG' }, { country: 'TH' }]],
    ['Kunming, China', [{ country: 'CN', name: 'Kunming' }]],
    ['District, Region, Nepal', [{ country: 'NP', name: 'District, Region' }]],
    ['"Africa"', [{ name: 'Africa' }]],
    ['Hanoi', [{ name: 'Hanoi' }]],
    ['China, Xiamen', [{ name: 'China, Xiamen' }]],
    ['vietnam  (hoanh mo)', [{ country: 'VN', name: 'Hoanh Mo' }]],
    ['', []],
    ['.', []],
  ])('reads %j as %j', (text, places) => {
    expect(readPlaces(text, gazetteer)).toEqual(places);
  });

  it('takes no country for one place out of two', () => {
    expect(readPlace('China, Vietnam', gazetteer)).toEqual({ name: 'China, Vietnam' });
  });
});

describe('country names', () => {
  it('knows what ISO 3166-1 lists and nothing else', () => {
    expect(['HK', 'SS', 'TW'].every(isCountry)).toBe(true);
    expect(['EU', 'XX', 'ZZ', 'QO', 'vn'].some(isCountry)).toBe(false);
    expect(countryName('ZW')).toBe('Zimbabwe');
    expect(countryName('XX')).toBeUndefined();
    expect(countriesByName().size).toBeGreaterThan(200);
  });
});
