import { describe, expect, it } from 'vitest';
import { loadMapping } from '#subgraphs/intake/mapping/load.ts';
import { isReturnMapping } from '#subgraphs/intake/mapping/return-format.ts';
import { buildReturn } from '#subgraphs/intake/record/build-return.ts';
import { Reading } from '#subgraphs/intake/record/reading.ts';
import { RowRejected } from '#subgraphs/intake/rejects/rejection.ts';
import { findColumns } from '#subgraphs/intake/table/header.ts';

type Cells = Readonly<Record<string, string>>;

const CBP: Cells = {
  FY: '2019',
  'Month (abbv)': 'OCT',
  Component: 'U.S. Border Patrol',
  Region: 'Southwest Border',
  'Land Filter': 'Land Only',
  'Area of Responsibility': 'YUMA SECTOR',
  'Drug Type': 'Marijuana',
  'Count of Event': '5',
  'Sum Qty (lbs)': '1.3392',
};
const CITES: Cells = {
  id: '1',
  year: '1981',
  appendix: 'II',
  taxon: 'Manis spp.',
  class: 'Mammalia',
  ord: 'Pholidota',
  family: 'Manidae',
  genus: 'Manis',
  term: 'skin pieces',
  quantity: '3',
  unit: 'cartons',
  importer: 'HK',
  exporter: 'XX',
  origin: '',
  purpose: 'T',
  source: 'I',
  reporter_type: 'I',
  import_permit_randomid: 'e85fb541b7',
  export_permit_randomid: '',
  origin_permit_randomid: '',
};

function read(name: 'cbp-returns' | 'cites-trade', cells: Cells) {
  const mapping = loadMapping(name);
  if (!isReturnMapping(mapping)) throw new Error(`expected a mapping of returns, got ${name}`);
  const columns = findColumns(Object.keys(cells), mapping);
  const row = { number: 2, cells: Object.values(cells), raw: '' };
  return buildReturn(new Reading(row, columns, mapping), { mapping, campaign: 'TEST' });
}
const cbp = (over: Cells = {}) => read('cbp-returns', { ...CBP, ...over });
const cites = (over: Cells = {}) => read('cites-trade', { ...CITES, ...over });

function rejection(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    if (error instanceof RowRejected) return error.message;
    throw error;
  }
  throw new Error('expected a rejection, got a return');
}

describe('a return of a fiscal month', () => {
  it.each([
    ['2019', 'OCT', '2018-10'],
    ['2019', 'DEC', '2018-12'],
    ['2019', 'JAN', '2019-01'],
    ['2019', 'SEP', '2019-09'],
    ['FY2019', 'October', '2018-10'],
    ['FY19', '10', '2018-10'],
    ['fy 2022', 'Sept.', '2022-09'],
    ['2022 (FYTD)', 'APR', '2022-04'],
  ])('is for the calendar month: %s %s is %s', (fiscalYear, month, period) => {
    const { record, year } = cbp({ FY: fiscalYear, 'Month (abbv)': month });
    expect(record).toMatchObject({ period, phase: `TEST-${period.slice(0, 4)}` });
    expect(year).toBe(Number(period.slice(0, 4)));
  });

  it.each([
    [{ FY: '19' }, /FY: expected a fiscal year/],
    [{ FY: 'Total' }, /FY: expected a fiscal year/],
    [{ 'Month (abbv)': '13' }, /Month \(abbv\): expected a month/],
    [{ 'Month (abbv)': '' }, /Month \(abbv\): expected a month/],
    [{ 'Drug Type': 'Moonshine' }, /Drug Type: expected a drug on the code list/],
    [{ 'Drug Type': '' }, /Drug Type: expected a drug/],
    [{ 'Count of Event': '1.5' }, /Count of Event: expected a whole number/],
    [{ 'Sum Qty (lbs)': 'a lot' }, /Sum Qty \(lbs\): expected a number/],
    [{ 'Sum Qty (lbs)': '-1' }, /Sum Qty \(lbs\): expected a number/],
  ])('is rejected where it cannot be read: %j', (over, message) => {
    expect(rejection(() => cbp(over as Cells))).toMatch(message);
  });

  it('keeps its pounds and the names of the code list, and a 0 that many small amounts rounded to', () => {
    const { record, participant } = cbp();
    expect(participant).toBe('US');
    expect(record).toMatchObject({
      id: expect.stringMatching(/^US-R\.[0-9a-f]{16}$/),
      country: 'US',
      office: 'U.S. Border Patrol, Southwest Border, Land Only, YUMA SECTOR',
      commodity: { type: 'DRUG', drug: 'cannabis herb', group: 'CANNABIS' },
      events: 5,
      quantity: { value: 1.3392, unit: 'POUND' },
    });
    expect(cbp({ 'Sum Qty (lbs)': '0' }).record).toMatchObject({ quantity: { value: 0, unit: 'POUND' } });
    expect(cbp({ 'Sum Qty (lbs)': '6.61E-05' }).record).toMatchObject({ quantity: { value: 0.0000661 } });
  });

  it('is the same return where only its figures differ, and another where office or month do', () => {
    const { id } = cbp().record;
    expect(cbp({ 'Count of Event': '6', 'Sum Qty (lbs)': '2' }).record.id).toBe(id);
    expect(cbp({ 'Month (abbv)': 'NOV' }).record.id).not.toBe(id);
    expect(cbp({ 'Area of Responsibility': 'EL PASO SECTOR' }).record.id).not.toBe(id);
  });
});

describe('a return of trade under CITES', () => {
  it('is of the country that reported: the importer by I, the exporter by E', () => {
    expect(cites().participant).toBe('HK');
    expect(cites({ reporter_type: 'E', exporter: 'TH' }).participant).toBe('TH');
    expect(rejection(() => cites({ reporter_type: 'X' }))).toMatch(/reporter_type: expected I or E/);
    expect(rejection(() => cites({ importer: '' }))).toMatch(/importer: expected who makes the return/);
  });

  it.each([
    ['SCA', 'KIL', 'SCA', 'KILOGRAM'],
    ['scales', 'kg', 'SCA', 'KILOGRAM'],
    ['Scales', 'kilograms', 'SCA', 'KILOGRAM'],
    ['live', '', 'LIV', 'HEAD'],
    ['shoes', 'pairs', 'SHO', 'PAIR'],
    ['derivatives', 'm2', 'DER', 'SQUARE_METRE'],
  ])('reads term and unit by code and by English name: %s, %s', (term, unit, code, wanted) => {
    expect(cites({ term, unit }).record).toMatchObject({
      commodity: { taxon: 'Manis spp.', term: code },
      quantity: { value: 3, unit: wanted },
    });
  });

  it('names no events, leaves out a country that is not known, and keeps the pseudonyms of permits', () => {
    const { record } = cites();
    expect(record).not.toHaveProperty('events');
    expect(record).toMatchObject({
      period: '1981',
      trade: {
        importer: 'HK',
        appendix: 'II',
        purpose: 'T',
        source: 'I',
        permits: [{ kind: 'IMPORT', key: 'e85fb541b7' }],
      },
    });
    expect(record).not.toHaveProperty('trade.exporter');
  });

  it.each([
    [{ unit: 'flasks' }, /unit: expected a unit that the contract has/],
    [{ unit: 'barrels' }, /unit: expected a unit of the CITES Trade Database/],
    [{ term: 'noses' }, /term: expected a CITES term/],
    [{ source: 'W' }, /source: expected a confiscated or seized specimen/],
    [{ year: '81' }, /year: expected a month or year/],
    [{ appendix: 'IV' }, /appendix: expected one of the values/],
  ])('is rejected where it cannot be read: %j', (over, message) => {
    expect(rejection(() => cites(over as Cells))).toMatch(message);
  });
});
