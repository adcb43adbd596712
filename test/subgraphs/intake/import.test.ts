import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readCampaignFile } from '#schema/campaigns/campaign-file.ts';
import { readRoster } from '#schema/roster/roster.ts';
import { openDatabase } from '#subgraphs/kit/database/open.ts';
import { csv, dataFolder, HEADER, ROSTER, rejectsIn, row } from './workshop.ts';

const MIXED = [
  row({ No: '1' }),
  row({ No: '2', Country: 'Zimbabwe', Date: '42369', From: 'Zambia', Live: '', Kg: 'Y' }),
  row({ No: '3', Type: 'Trial' }),
  row({ No: '4', Country: 'Various' }),
  row({ No: '5', Year: '2014' }),
  row({ No: '6', Country: 'Japan', Year: '2014', Date: '' }),
];

describe('an import', () => {
  it('puts each case into the store of its participant and rejects the rest, each with row, column, value and reason', async () => {
    const { run, stored } = dataFolder();
    const result = await run(MIXED);
    expect(result).toMatchObject({ read: 6, imported: 3, unchanged: 0, rejected: 3 });
    const cases = [...(await stored()).values()];
    expect(cases.map(({ reference }) => reference).toSorted()).toEqual(['S 2014 6', 'S 2015 1', 'S 2015 2']);
    expect(cases.every(({ id }) => /^(JP|VN|ZW)-[0-9a-f]{16}$/.test(id))).toBe(true);
    expect(rejectsIn(result.rejects)).toEqual([
      {
        ...blank(),
        ...MIXED[2],
        reject_row: '4',
        reject_column: 'Type',
        reject_value: 'Trial',
        reject_reason: 'a trial names no seizure',
      },
      {
        ...blank(),
        ...MIXED[3],
        reject_row: '5',
        reject_column: 'Country',
        reject_value: 'Various',
        reject_reason: 'expected a single country',
      },
      {
        ...blank(),
        ...MIXED[4],
        reject_row: '6',
        reject_column: 'Year',
        reject_value: '2014',
        reject_reason: 'expected the year of Date (2015-08-13)',
      },
    ]);
  });

  it('changes nothing with the same file again, in any order, and makes no second revision', async () => {
    const { run, stored } = dataFolder();
    const first = await run(MIXED);
    const before = await stored();
    const campaign = await run(MIXED.toReversed());
    expect(campaign).toMatchObject({ read: 6, imported: 0, unchanged: 3, rejected: 3 });
    expect(await stored()).toEqual(before);
    expect(await run(MIXED)).toEqual({ ...first, imported: 0, unchanged: 3 });
  });

  it('updates the one case whose row was corrected', async () => {
    const { run, stored } = dataFolder();
    await run(MIXED);
    const before = await stored();
    expect(
      await run(MIXED.map((each) => (each.No === '2' ? { ...each, Kg: '7.5', Town: 'Gokwe' } : each))),
    ).toMatchObject({
      imported: 1,
      unchanged: 2,
    });
    const after = await stored();
    const changed = [...after].filter(([id, each]) => each.revision !== before.get(id)?.revision);
    expect(changed).toHaveLength(1);
    expect(changed[0]?.[1]).toMatchObject({
      reference: 'S 2015 2',
      revision: 2,
      seizures: [{ quantity: { value: 7.5 } }],
    });
  });

  it('takes a row that stands twice once, and rejects one that only shares its key', async () => {
    const { run, stored } = dataFolder();
    const rows = [row({ No: '1' }), row({ No: '1' }), row({ No: '1', Live: '4' })];
    const result = await run(rows);
    expect(result).toMatchObject({ read: 3, imported: 1, unchanged: 1, rejected: 1 });
    expect(rejectsIn(result.rejects)).toMatchObject([
      { reject_row: '4', reject_column: 'No', reject_value: '1', reject_reason: 'same natural key as row 2' },
    ]);
    const before = await stored();
    // The rejects file, imported as it is, must not overwrite the case that has the key.
    expect(await run([], { file: result.rejects })).toMatchObject({ read: 1, imported: 0, rejected: 1 });
    expect(await stored()).toEqual(before);
  });

  it('takes its own rejects file once mended', async () => {
    const { run, path, stored } = dataFolder();
    const { rejects } = await run(MIXED);
    const mended = readFileSync(rejects, 'utf8')
      .replaceAll('Various', 'Vietnam')
      .replaceAll('2014,2015-08-13', '2015,2015-08-13');
    writeFileSync(path('mended.csv'), mended);
    const again = await run([], { file: path('mended.csv') });
    expect(again).toMatchObject({ read: 3, imported: 2, rejected: 1 });
    expect(await stored()).toHaveProperty('size', 5);
    expect(readFileSync(again.rejects, 'utf8').split('\n')[0]).toBe(
      `${HEADER.join(',')},reject_row,reject_column,reject_value,reject_reason`,
    );
  });

  it('keeps the text of a value that a rule leaves out', async () => {
    const { run, stored } = dataFolder();
    await run([row({ Kg: 'a sackful', Lat: 'north', Lon: '1' })]);
    expect([...(await stored()).values()][0]).toMatchObject({
      narrative: { text: 'Lat: north\nLon: 1\nKg: a sackful', class: 'P1' },
      seizures: [{ quantity: { unit: 'HEAD', value: 3 } }, { quantity: { unit: 'KILOGRAM' } }],
    });
  });

  it('rejects ragged rows whole and goes on', async () => {
    const { run } = dataFolder();
    const result = await run(`${csv([row()])}2,Seizure\n${csv([row({ No: '3' })], HEADER).split('\n')[1]}\n`);
    expect(result).toMatchObject({ read: 3, imported: 2, rejected: 1 });
    expect(rejectsIn(result.rejects)).toMatchObject([
      {
        No: '2',
        reject_row: '3',
        reject_value: '2,Seizure',
        reject_reason: expect.stringContaining('expected 13 cells'),
      },
    ]);
  });

  it('rejects a value under a blank header, where it would be lost', async () => {
    const { run } = dataFolder();
    const text = csv([row({ No: '1' }), row({ No: '2', '': 'extra' })], [...HEADER, '']);
    expect(await run(text)).toMatchObject({ read: 2, imported: 1, rejected: 1 });
  });

  it('reads standard input for -', async () => {
    const { run, folder } = dataFolder();
    const result = await run([], { file: '-', input: Readable.from([Buffer.from(csv(MIXED))]) });
    expect(result).toMatchObject({ read: 6, imported: 3 });
    expect(result.rejects.startsWith(folder)).toBe(true);
  });

  it('takes a table without rows', async () => {
    const { run } = dataFolder();
    expect(await run([])).toMatchObject({ read: 0, imported: 0, unchanged: 0, rejected: 0 });
  });

  it('notes who changed a case and from which file', async () => {
    const { run, database } = dataFolder();
    await run([row()]);
    const open = openDatabase<{ revisions: { changed_by: string; source_file: string } }>({ file: database('VN') });
    const revisions = await open.selectFrom('revisions').select(['changed_by', 'source_file']).execute();
    await open.destroy();
    expect(revisions.map((each) => ({ ...each }))).toEqual([{ changed_by: 'test', source_file: 'input.csv' }]);
  });

  it('tells how it understood the file, and what came of it', async () => {
    const { run } = dataFolder();
    const lines: string[] = [];
    await run(MIXED, { onProgress: (line) => void lines.push(line) });
    expect(lines[0]).toBe('utf-8, cells parted by commas');
    expect(lines.at(-1)).toMatch(/^6 read: 3 imported, 0 unchanged, 3 rejected/);
  });

  it('works while another process holds the file open', async () => {
    const { run, data, stored } = dataFolder();
    const open = await data.openStore('VN');
    try {
      expect(await run([row()])).toMatchObject({ imported: 1 });
    } finally {
      await open.close();
    }
    expect(await stored()).toHaveProperty('size', 1);
  });
});

describe('participants and campaign', () => {
  it('come before the cases: a phase a calendar year, its members those with cases in it', async () => {
    const { run, data } = dataFolder();
    await run(MIXED);
    const campaign = readCampaignFile(`${data.campaigns}/SMALL.yaml`);
    expect(campaign).toMatchObject({ code: 'SMALL', name: 'A small campaign' });
    expect(campaign.phases.map(({ number, participants }) => [number, participants])).toEqual([
      [2014, ['JP']],
      [2015, ['VN', 'ZW']],
    ]);
    expect(readRoster(data.roster).participants.find(({ code }) => code === 'ZW')).toMatchObject({
      illustrative: true,
    });
  });

  it('are there when the first case is written', async () => {
    const { run, data } = dataFolder();
    const seen: boolean[] = [];
    const openStore = async (code: string) => {
      const store = await data.openStore(code);
      const put: typeof store.put = (records, origin) => {
        seen.push(
          readRoster(data.roster).participants.some((each) => each.code === code && each.caseType !== undefined),
          readCampaignFile(`${data.campaigns}/SMALL.yaml`).phases.some(({ participants }) =>
            participants.includes(code),
          ),
        );
        return store.put(records, origin);
      };
      return { ...store, put };
    };
    await run(MIXED, { data: { ...data, openStore } });
    expect(seen).toEqual([true, true, true, true, true, true]);
  });

  it('are not made up without --enrol: the rows are rejected', async () => {
    const { run, data } = dataFolder();
    const result = await run(
      [row({ No: '1' }), row({ No: '2', Country: 'Zimbabwe' }), row({ No: '3', Country: 'Japan' })],
      { enrol: false },
    );
    expect(result).toMatchObject({ imported: 1, rejected: 2 });
    expect(rejectsIn(result.rejects)).toMatchObject([
      {
        reject_column: 'Country',
        reject_value: 'Zimbabwe',
        reject_reason: 'expected a participant on the roster that reports cases, got ZW; --enrol adds it',
      },
      { reject_column: 'Country', reject_value: 'Japan' },
    ]);
    expect(readFileSync(data.roster, 'utf8')).toBe(ROSTER);
  });

  it('are refused where nobody can enrol them', async () => {
    const { run } = dataFolder();
    const result = await run([row({ No: '1', Country: 'Supporter' }), row({ No: '2', Country: 'XX' })]);
    expect(result).toMatchObject({ imported: 0, rejected: 2 });
    expect(rejectsIn(result.rejects)).toMatchObject([
      { reject_reason: expect.stringContaining('kind SUPPORTER') },
      { reject_reason: expect.stringContaining('ISO 3166-1') },
    ]);
  });

  it('may be one participant for the whole file', async () => {
    const { run, path, stored } = dataFolder();
    const mapping = readFileSync(path('small.yaml'), 'utf8')
      .replace(/^participant: .*\n/m, '')
      .replace('town: Town', 'town: Town, spare: Country')
      .replace('text }]', 'text }, { column: spare }]')
      .replace('country: Country, ', '');
    writeFileSync(path('one.yaml'), mapping);
    expect(await run([row()], { mapping: path('one.yaml'), participant: 'VN' })).toMatchObject({ imported: 1 });
    expect([...(await stored()).keys()][0]).toMatch(/^VN-/);
    await expect(run([row()], { mapping: path('one.yaml') })).rejects.toThrow(/expected a participant/);
    await expect(run([row()], { participant: 'VN' })).rejects.toThrow(/splits the file by a column/);
  });

  it('writes long rows a few at a time, for it holds what it writes together', async () => {
    const { run, data } = dataFolder();
    let largest = 0;
    const openStore = async (code: string) => {
      const store = await data.openStore(code);
      const put: typeof store.put = (records, ...rest) => {
        largest = Math.max(largest, JSON.stringify(records).length);
        return store.put(records, ...rest);
      };
      return { ...store, put };
    };
    const rows = Array.from({ length: 12 }, (_, index) => row({ No: String(index), Text: 'x'.repeat(1_500_000) }));
    expect(await run(rows, { data: { ...data, openStore } })).toMatchObject({ imported: 12 });
    expect(largest).toBeLessThan(10_000_000);
  });
});

describe('an import that cannot begin', () => {
  it.each<[string, string | undefined, RegExp]>([
    ['is missing', undefined, /expected a readable file, got ENOENT/],
    ['is empty', '', /expected a row of column headers, got an empty file/],
    ['lacks columns', 'No,Type\n1,Seizure\n', /expected the columns "Country", .* got a header of 2 columns/],
    ['has columns that would be lost', csv([row()], [...HEADER, 'More']), /got also "More"/],
  ])('says so where the file %s, and writes nothing', async (_, content, fault) => {
    const { run, path, data } = dataFolder();
    await expect(content === undefined ? run([], { file: path('none.csv') }) : run(content)).rejects.toThrow(fault);
    expect(existsSync(data.campaigns)).toBe(false);
    expect(existsSync(data.rejects)).toBe(false);
    expect(readFileSync(data.roster, 'utf8')).toBe(ROSTER);
  });

  it('says so where the file is not in the encoding that is named, before a row is written', async () => {
    const { run, path, data } = dataFolder();
    writeFileSync(path('latin.csv'), Buffer.from(csv([row(), row({ No: '2', Town: 'Caf\u00e9' })]), 'latin1'));
    await expect(run([], { file: path('latin.csv'), table: { encoding: 'utf-8' } })).rejects.toThrow(
      /latin\.csv: expected a file in utf-8/,
    );
    expect(existsSync(data.rejects)).toBe(false);
  });

  it('takes no campaign code that leads out of the folder', async () => {
    await expect(dataFolder().run([row()], { campaign: '../X' })).rejects.toThrow(/expected a campaign code/);
  });

  it('leaves no half rejects file where a store fails', async () => {
    const { run, data } = dataFolder();
    await expect(run(MIXED, { data: { ...data, openStore: failing } })).rejects.toThrow('disk full');
    expect(readdirSync(data.rejects)).toEqual([]);
  });
});

const failing = () => Promise.reject(new Error('disk full'));

function blank() {
  return Object.fromEntries(HEADER.map((name) => [name, '']));
}
