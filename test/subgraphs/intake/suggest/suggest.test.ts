import { writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { suggestMapping } from '#subgraphs/intake/suggest/suggest.ts';
import { csvLine } from '#subgraphs/intake/table/write-csv.ts';
import { dataFolder } from '../workshop.ts';

// biome-ignore lint/suspicious/noExplicitAny: mappings of many shapes are looked into
async function suggested(text: string): Promise<{ mapping: any; text: string }> {
  const found = await suggestMapping({ file: '-', input: Readable.from([Buffer.from(text)]) }, '2026-11-24');
  return { mapping: parse(found, { schema: 'core' }), text: found };
}

const table = (...rows: readonly (readonly string[])[]) => rows.map((cells) => csvLine(cells, ',')).join('');

describe('a suggested mapping', () => {
  it.each([
    ['English', ['Case number', 'Date', 'Country', 'Town', 'Drug', 'Quantity (kg)', 'Mode of transport', 'Remarks']],
    [
      'French',
      [
        'Numéro',
        'Date de saisie',
        'Pays',
        'Ville',
        'Stupéfiant',
        'Quantité (kg)',
        'Moyen de transport',
        'Observations',
      ],
    ],
    [
      'Spanish',
      ['Expediente', 'Fecha', 'País', 'Ciudad', 'Droga', 'Cantidad (kg)', 'Medio de transporte', 'Observaciones'],
    ],
    ['Vietnamese', ['Số vụ', 'Ngày', 'Quốc gia', 'Địa điểm', 'Ma túy', 'Khối lượng (kg)', 'Phương tiện', 'Ghi chú']],
  ])('is found behind headers in %s', async (_, header) => {
    const { mapping } = await suggested(
      table(
        header,
        ['1', '13/08/2015', 'Vietnam', 'Hanoi', 'heroin', '2.5', 'by road', 'a note'],
        ['2', '01/09/2015', 'Zimbabwe', 'Harare', 'cocaine', '1', 'by air', ''],
      ),
    );
    const [key, date, country, town, drug, kg, by, note] = Object.keys(mapping.columns);
    expect(mapping).toMatchObject({
      kind: { value: 'DRUG' },
      identity: { key: [key] },
      date: { column: date, formats: ['DD/MM/YYYY'] },
      participant: { column: country, values: { Vietnam: 'VN', Zimbabwe: 'ZW' } },
      route: { seizedAt: { name: { column: town } } },
      commodity: { type: 'DRUG', drug: { column: drug } },
      seizures: [{ amount: { column: kg, unit: { value: 'KILOGRAM' } } }],
      conveyance: { mode: { column: by, values: { 'by road': 'ROAD', 'by air': 'AIR' } } },
      narrative: { class: 'P1', parts: [{ column: note }] },
      release: { handling: 'H3', tlp: 'RED' },
    });
  });

  it('lists what is not known with the nearest known text', async () => {
    const { text } = await suggested(
      table(
        ['No', 'Date', 'Country', 'Drug'],
        ['1', '2015-01-02', 'Vietnm', 'heroine'],
        ['2', '2015-01-03', 'Vietnam', 'herion'],
        ['3', '2015-01-03', 'Kenya', 'cocaine'],
      ),
    );
    expect(text).toMatch(/# "Vietnm": not known, nearest known "[Vv]ietnam", 1 row/);
    expect(text).toMatch(/# {3}"herion", nearest known "heroin", 1 row/);
  });

  it('reads decimal commas, serial days, coordinates and a column of units', async () => {
    const { mapping } = await suggested(
      'Nr;Date;Latitude;Longitude;Qty;Unit\n1;42229;21,03;105,85;1,5;kg\n2;42230;20,86;106,68;250;g\n3;42231;10,8;106,6;30;pills\n',
    );
    expect(mapping).toMatchObject({
      numbers: { decimal: ',' },
      date: { formats: ['excel-1900'] },
      route: { seizedAt: { latitude: 'latitude', longitude: 'longitude' } },
      seizures: [{ amount: { unit: { column: 'unit', values: { kg: 'KILOGRAM', g: 'GRAM', pills: 'TABLET' } } } }],
    });
  });

  it('imports the file that it was made for', async () => {
    const { run, path, stored } = dataFolder();
    const text = table(
      ['Case no', 'Date', 'Country', 'Species', 'Live', 'Scales (kg)', 'Other'],
      ['A-1', '2015-08-13', 'Vietnam', 'Manis javanica', '3', '', 'x'],
      ['A-2', '2015-08-14', 'Zimbabwe', 'Smutsia temminckii', '', '2.5', 'y'],
    );
    writeFileSync(path('suggested.yaml'), (await suggested(text)).text);
    expect(await run(text, { mapping: path('suggested.yaml') })).toMatchObject({ read: 2, imported: 2, rejected: 0 });
    expect([...(await stored()).values()]).toMatchObject([
      {
        reference: 'VN A-1',
        seizedOn: '2015-08-13',
        seizures: [{ commodity: { taxon: 'Manis javanica', term: 'LIV' }, quantity: { value: 3, unit: 'HEAD' } }],
        narrative: { text: 'Other: x', class: 'P1' },
      },
      { reference: 'ZW A-2', seizures: [{ commodity: { term: 'SCA' }, quantity: { value: 2.5, unit: 'KILOGRAM' } }] },
    ]);
  });

  it('is valid whatever the file holds', { timeout: 60_000 }, async () => {
    const likely = fc.constantFrom(
      'Date',
      'Country',
      'kg',
      'Drug',
      'Type',
      'No',
      'Unit',
      'via',
      'Year',
      'a: b # c',
      '"',
      '- x',
      'Ngày',
      '',
    );
    const cell = fc.oneof(
      likely,
      fc.constantFrom('2015-01-02', 'Vietnam', '1,5', '3', 'heroin', 'Seizure', '*x', '{a}', '\u0085'),
      fc.string({ maxLength: 5 }),
    );
    const rows = fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(likely, fc.string({ maxLength: 8 })), { minLength: 4, maxLength: 4 }),
        rows,
        async (header, body) => {
          fc.pre(header.some((each) => each.trim() !== ''));
          // It is read back before it is handed out; an invalid one throws.
          const { mapping } = await suggested(table(header, ...body));
          expect(mapping.format).toBe(1);
        },
      ),
      { numRuns: 150 },
    );
  });
});
