import { describe, expect, test } from 'vitest';
import { citesTerms } from '#schema/codes/cites.ts';
import { drugs } from '#schema/codes/drugs.ts';
import { precursors } from '#schema/codes/precursors.ts';
import { appendixOn, taxa } from '#schema/codes/taxa.ts';
import { readPlaces } from '#subgraphs/demo/places/places.ts';
import { checkIdentifier } from '#subgraphs/kit/identifiers/index.ts';
import { kilograms } from '#subgraphs/kit/quantities/index.ts';
import { caseRecord } from '#subgraphs/kit/record/case-record.ts';
import { byParticipant, identifiersOf, ownerOf, records, roster } from './demonstration.ts';

const full = records.filter((record) => record.form === 'FULL');

/** Concealments that each mode of transport allows. */
const HIDDEN: Record<string, readonly string[]> = {
  MARITIME: [
    'WITH_LEGITIMATE_CARGO',
    'CONTAINER_STRUCTURE',
    'REEFER_COMPARTMENT',
    'RIP_ON_RIP_OFF',
    'CAGE',
    'NONE',
    'OTHER',
  ],
  RAIL: ['LUGGAGE', 'WITH_LEGITIMATE_CARGO', 'ON_BODY'],
  ROAD: ['VEHICLE_STRUCTURE', 'WITH_LEGITIMATE_CARGO', 'LUGGAGE', 'ON_BODY', 'CAGE', 'NONE'],
  AIR: ['LUGGAGE', 'WITH_LEGITIMATE_CARGO', 'INTERNAL', 'ON_BODY', 'CAGE'],
  MAIL: ['POSTAL_PARCEL'],
  INLAND_WATER: ['WITH_LEGITIMATE_CARGO', 'VEHICLE_STRUCTURE', 'NONE'],
};

describe('every case of the demonstration', () => {
  test('is a valid record', () => {
    const faults = records.flatMap((record) => caseRecord.safeParse(record).error?.issues ?? []);
    expect(faults).toEqual([]);
  });

  test('is of the participant that it is seeded into', () => {
    for (const [code, own] of byParticipant) for (const record of own) expect(ownerOf(record)).toBe(code);
  });

  test('speaks in words of the code lists', () => {
    for (const { kind, seizures, seizedOn, seizedIn } of records) {
      for (const { commodity } of seizures) {
        expect(commodity.type).toBe(kind);
        if (commodity.type === 'DRUG') {
          expect(drugs().find(commodity.drug)).toMatchObject({ name: commodity.drug, group: commodity.group });
        } else if (commodity.type === 'PRECURSOR') {
          expect(precursors().find(commodity.substance)?.table).toBe(commodity.table);
        } else if (commodity.type !== 'OTHER') {
          const taxon = taxa().find(commodity.taxon);
          expect(taxon?.name).toBe(commodity.taxon);
          expect(taxon && appendixOn(taxon, seizedOn ?? seizedIn)).toBe(commodity.appendix);
          expect(citesTerms().find(commodity.term)?.code).toBe(commodity.term);
        }
      }
    }
  });

  test('is seized in the country of its participant, at a place that is known', () => {
    const names = new Map([...readPlaces().values()].map((place) => [place.name, place]));
    const countries = new Map(roster.participants.map((each) => [each.code, each.country]));
    for (const record of records) {
      const at = record.route?.seizedAt;
      expect(at?.country).toBe(countries.get(ownerOf(record)));
      expect(names.get(at?.name ?? '')).toMatchObject({ country: at?.country, latitude: at?.latitude });
    }
  });

  test('is hidden in a way that its mode of transport allows', () => {
    for (const { conveyance, concealment } of full) {
      expect(HIDDEN[conveyance?.mode ?? '']).toContain(concealment?.method);
    }
  });

  test('names vessels and bills of lading at sea only, flights in the air only, plates on roads and rivers only', () => {
    const modes = new Map<string, Set<string>>();
    for (const { conveyance } of full) {
      for (const { kind } of conveyance?.identifiers ?? []) {
        modes.set(kind, (modes.get(kind) ?? new Set()).add(conveyance?.mode ?? ''));
      }
    }
    expect([...(modes.get('VESSEL_IMO') ?? [])]).toEqual(['MARITIME']);
    expect([...(modes.get('BILL_OF_LADING') ?? [])]).toEqual(['MARITIME']);
    expect([...(modes.get('FLIGHT') ?? [])]).toEqual(['AIR']);
    expect([...(modes.get('AIR_WAYBILL') ?? [])]).toEqual(['AIR']);
    expect([...(modes.get('REGISTRATION') ?? [])].toSorted()).toEqual(['INLAND_WATER', 'ROAD']);
    expect(modes.has('CONTAINER')).toBe(true);
  });

  test('has amounts in units that fit, whole where they are counted', () => {
    const fit: Record<string, readonly string[]> = {
      DRUG: ['KILOGRAM', 'GRAM', 'TABLET', 'LITRE', 'MILLILITRE'],
      PRECURSOR: ['KILOGRAM', 'TONNE', 'LITRE', 'TABLET'],
      WILDLIFE: ['KILOGRAM', 'GRAM', 'TONNE', 'HEAD', 'PIECE', 'PAIR', 'BOX', 'MILLILITRE'],
      TIMBER: ['CUBIC_METRE', 'TONNE', 'KILOGRAM', 'PIECE'],
    };
    const seen = new Set<string>();
    for (const { seizures } of records) {
      for (const { commodity, quantity } of seizures) {
        expect(fit[commodity.type]).toContain(quantity?.unit);
        seen.add(quantity?.unit ?? '');
        if (quantity?.value === undefined) continue;
        expect(quantity.value).toBeGreaterThan(0);
        if (['TABLET', 'HEAD', 'PIECE', 'PAIR', 'BOX'].includes(quantity.unit)) {
          expect(Number.isInteger(quantity.value)).toBe(true);
        }
        // No single seizure of drugs on record comes near a hundred tonnes.
        if (commodity.type === 'DRUG') expect(kilograms(quantity, commodity)?.kilograms ?? 0).toBeLessThan(100_000);
      }
    }
    for (const unit of ['KILOGRAM', 'GRAM', 'TABLET', 'LITRE', 'HEAD', 'PIECE', 'CUBIC_METRE'])
      expect(seen).toContain(unit);
  });

  test('in the minimal form has no day, no person and no identifier', () => {
    const minimal = records.filter((record) => record.form === 'MINIMAL');
    expect(minimal.length).toBeGreaterThan(records.length / 5);
    for (const record of minimal) {
      expect(record).not.toHaveProperty('seizedOn');
      expect(record).not.toHaveProperty('suspects');
      expect(identifiersOf(record)).toEqual([]);
    }
  });
});

describe('persons in the demonstration', () => {
  const suspects = records.flatMap((record) => record.suspects ?? []);

  test('are obviously synthetic: names, documents and phones that nobody has', () => {
    expect(suspects.length).toBeGreaterThan(1000);
    for (const { name, address, company, identifiers } of suspects) {
      expect(name).toMatch(/^Test Person \d{4}$/);
      if (address !== undefined) expect(address).toContain('Example Street');
      if (company !== undefined) expect(company).toMatch(/^Test /);
      for (const { kind, value } of identifiers ?? []) {
        if (kind === 'TRAVEL_DOCUMENT') expect(value).toMatch(/^SYN/);
        else expect(value).toMatch(/^\+?999/);
      }
    }
  });

  test('are named in narratives of class P1 only, of which there are some', () => {
    const narratives = records.flatMap(({ narrative }) => (narrative ? [narrative] : []));
    const naming = narratives.filter(({ text }) => text.includes('Test Person'));
    expect(naming.length).toBeGreaterThan(20);
    for (const each of narratives) expect(each.class).toBe(naming.includes(each) ? 'P1' : 'N1');
  });
});

describe('identifiers in the demonstration', () => {
  const checked = records
    .flatMap(identifiersOf)
    .map(({ kind, value }) => checkIdentifier(kind, value))
    .filter((valid) => valid !== null);

  test('have about two in a hundred with a wrong check digit', () => {
    expect(checked.length).toBeGreaterThan(2000);
    const wrong = checked.filter((valid) => !valid).length / checked.length;
    expect(wrong).toBeGreaterThan(0.01);
    expect(wrong).toBeLessThan(0.035);
  });

  test('recur in two to four cases of different participants, in at least forty groups', () => {
    const holders = Map.groupBy(
      records.flatMap((record) => identifiersOf(record).map((each) => ({ ...each, owner: ownerOf(record) }))),
      ({ kind, value }) => `${kind} ${value}`,
    );
    const groups = [...holders]
      .filter(([key]) => /^(CONTAINER|VESSEL_IMO|PHONE) /.test(key))
      .map(([key, each]) => ({ key, owners: each.map((one) => one.owner) }))
      .filter(({ owners }) => new Set(owners).size > 1);
    expect(groups.length).toBeGreaterThanOrEqual(40);
    for (const { owners } of groups) {
      expect(owners.length).toBeLessThanOrEqual(4);
      expect(new Set(owners).size).toBe(owners.length);
    }
    for (const kind of ['CONTAINER', 'VESSEL_IMO', 'PHONE']) {
      expect(groups.filter(({ key }) => key.startsWith(kind)).length).toBeGreaterThanOrEqual(10);
    }
  });
});
