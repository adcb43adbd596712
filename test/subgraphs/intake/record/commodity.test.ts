import { describe, expect, it } from 'vitest';
import { mappingFormat } from '#subgraphs/intake/mapping/format.ts';
import { built, rejection } from './one-row.ts';

describe('other commodities', () => {
  const drugs = mappingFormat(new Set(['drug', 'kg', 'value', 'date', 'text', 'arrests', 'box', 'found'])).parse({
    name: 'drugs',
    format: 1,
    columns: {
      drug: 'Drug',
      kg: 'Kg',
      value: 'Value',
      date: 'Date',
      text: 'Text',
      arrests: 'Arrests',
      box: 'Box',
      found: 'Found',
    },
    reference: '{participant} {month} {key}',
    participant: { value: 'VN' },
    kind: { value: 'DRUG' },
    form: 'MINIMAL',
    reportedAt: '2020-01-01T00:00:00Z',
    date: { column: 'date', formats: ['DD/MM/YYYY', 'YYYY'] },
    numbers: { decimal: ',' },
    commodity: { type: 'DRUG', drug: { column: 'drug' } },
    seizures: [
      {
        amount: { column: 'kg', unit: { value: 'KILOGRAM' }, strip: ['kg'] },
        estimatedValue: { column: 'value', currency: 'USD' },
      },
    ],
    conveyance: { identifiers: [{ kind: 'CONTAINER', column: 'box' }] },
    detection: { method: [{ column: 'found', values: { Dog: 'SNIFFER_DOG' } }] },
    outcome: { arrests: { column: 'arrests', values: { none: 0 } } },
    narrative: { class: 'N1', parts: [{ column: 'text' }] },
    release: { handling: 'H1', tlp: 'AMBER' },
  });
  const cells = {
    drug: 'Heroin',
    kg: '1.234,5 kg',
    value: '10',
    date: '13/08/2015',
    box: 'CSQU3054383',
    found: 'dog',
    arrests: 'None',
  };

  it('reads a drug by the code list', () => {
    const { record } = built(cells, drugs);
    expect(record).toMatchObject({
      kind: 'DRUG',
      form: 'MINIMAL',
      seizedOn: '2015-08-13',
      seizures: [
        {
          commodity: { type: 'DRUG', drug: 'heroin', group: 'OPIATES' },
          quantity: { value: 1234.5, unit: 'KILOGRAM' },
          estimatedValue: { amount: 10, currency: 'USD' },
        },
      ],
      conveyance: { mode: 'NOT_SPECIFIED', identifiers: [{ kind: 'CONTAINER', value: 'CSQU3054383' }] },
      detection: { method: 'SNIFFER_DOG' },
      outcome: { arrests: 0 },
    });
    expect(record.reference).toMatch(/^VN 2015-08 [0-9a-f]{8}$/);
  });

  it.each([
    [{ drug: 'Stardust' }, 'Drug', /on the code list, or a group/],
    [{ drug: '' }, 'Drug', /expected a drug/],
    [{ kg: '1.23 kg' }, 'Kg', /a number/],
    [{ kg: '-1' }, 'Kg', /a number of 0 or more/],
    [{ value: 'much' }, 'Value', /amount of money/],
    [{ arrests: 'several' }, 'Arrests', /a whole number/],
    [{ found: 'by chance' }, 'Found', /one of the values/],
  ])('rejects %j by its column', (over, column, reason) => {
    expect(rejection({ ...cells, ...over }, drugs)).toMatchObject({ column, reason: expect.stringMatching(reason) });
  });
});
