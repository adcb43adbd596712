import { describe, expect, test } from 'vitest';
import { citesPurposes, citesSources, citesTerms, citesUnits } from '#schema/codes/cites.ts';
import { drugs } from '#schema/codes/drugs.ts';
import { concealments, detections } from '#schema/codes/methods.ts';
import { precursors } from '#schema/codes/precursors.ts';
import { appendixOn, taxa } from '#schema/codes/taxa.ts';
import { transportModes } from '#schema/codes/transport-modes.ts';

const lists = {
  drugs,
  precursors,
  citesTerms,
  citesUnits,
  citesPurposes,
  citesSources,
  taxa,
  transportModes,
  concealments,
  detections,
};

/** The terms that domain.md adopts. */
const TERMS =
  'BAL BAR BEL BOC BOD BON BOP BPR BUL CAL CAP CAR CAV CHP CLA CLO COR COS CST CUL DER DPL EAR EGG EGL EXT FEA FIB FIG FIN FLO FOO FPT FRA FRN FRU GAB GAL GAR GEN GRS HAI HAN HAP HEA HOC HOP HOR HOS HPR IJW IVC IVP IVS LEA LEG LIV LOG LPL LPS LVS MEA MED MUS OIL OTH PEA PIE PKY PLA PLY POW QUI ROO SAW SCA SCR SEE SHE SHO SID SKE SKI SKO SKP SKS SKU SOU SPE STE SWI TAI TEE TIC TIM TIP TIS TRO TUS UNS VEN VNM WAL WAT WAX WHO WOO'.split(
    ' ',
  );

/** By the taxon's name; a test fails where the list lacks it. */
function appendixOf(name: string, on: string) {
  const taxon = taxa().find(name);
  if (!taxon) throw new Error(`expected ${name} on the list of taxa`);
  return appendixOn(taxon, on);
}

describe('code lists', () => {
  test.each(Object.entries(lists))('%s names its source, version and address', (_, list) => {
    expect(list().source).toMatch(/\w/);
    expect(list().version).toMatch(/\w/);
    // A list of the project's own says so; any other says where it is published.
    if (!list().source.startsWith('this project')) expect(list().url).toMatch(/^https:\/\/\S+$/);
  });

  test('find an entry by code, name or another name, whatever the case', () => {
    expect(drugs().find('Marijuana')?.name).toBe('cannabis herb');
    expect(drugs().find(' YABA ')).toMatchObject({ name: 'methamphetamine', group: 'ATS' });
    expect(citesTerms().find('sca')?.name).toBe('scales');
    expect(citesTerms().find('Leather products (small)')?.code).toBe('LPS');
    expect(taxa().find('Phataginus tricuspis')?.name).toBe('Manis tricuspis');
    expect(transportModes().find('By Road')?.mode).toBe('ROAD');
    expect(drugs().find('flour')).toBeUndefined();
  });

  test('hold every CITES term of the domain, and no other', () => {
    expect(citesTerms().entries.map((each) => each.code)).toEqual(TERMS);
  });

  test('hold every CITES purpose and source of the domain, and no other', () => {
    expect(citesPurposes().entries.map((each) => each.code)).toEqual('BEGHLMNPQSTZ'.split(''));
    expect(citesSources().entries.map((each) => each.code)).toEqual('ACDFIORUWXY'.split(''));
  });

  test('read a blank CITES unit as a number of specimens', () => {
    expect(citesUnits().find('')?.unit).toBe('HEAD');
    expect(citesUnits().find('KIL')?.unit).toBe('KILOGRAM');
    expect(citesUnits().find('YAR')?.unit).toBeUndefined();
  });

  test('put precursors under their table', () => {
    expect(precursors().find('PMK')?.table).toBe('TABLE_I');
    expect(precursors().find('4-piperidone')?.table).toBe('TABLE_I');
    expect(precursors().find('toluene')?.table).toBe('TABLE_II');
    expect(precursors().find('sodium cyanide')).toMatchObject({ name: 'sodium cyanide' });
    expect(precursors().find('sodium cyanide')?.table).toBeUndefined();
  });
});

describe('the appendix of a taxon', () => {
  test('is I for every pangolin since 2017, and II before', () => {
    const pangolins = taxa().entries.filter((each) => each.name.startsWith('Manis '));
    expect(pangolins).toHaveLength(9);
    for (const pangolin of pangolins) {
      expect(appendixOn(pangolin, '2017-01-02')).toBe('I');
      expect(appendixOn(pangolin, '2017-01-01')).toBe('II');
    }
  });

  test.each([
    ['Loxodonta africana', '2024', 'I'],
    ['Geochelone elegans', '2019-11-25', 'II'],
    ['Geochelone elegans', '2019-12', 'I'],
    ['Gekko gecko', '2019-10', undefined],
    ['Gekko gecko', '2020-01', 'II'],
    ['Pterocarpus erinaceus', '2015', undefined],
    ['Pterocarpus erinaceus', '2016-06', 'III'],
    ['Pterocarpus erinaceus', '2018', 'II'],
    ['Pterocarpus macrocarpus', '2024', undefined],
  ])('of %s on %s is %s', (name, on, expected) => {
    expect(appendixOf(name, on)).toBe(expected);
  });

  test('has its earlier listings in order', () => {
    for (const { earlier } of taxa().entries) {
      const days: string[] = earlier.map((each) => each.until);
      expect(days).toEqual(days.toSorted((a, b) => a.localeCompare(b)));
    }
  });
});
