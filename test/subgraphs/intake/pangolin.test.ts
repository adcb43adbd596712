// The 740 real incidents (../shared/data, not part of the project) through the shipped mapping, held against the file as a
// few lines here read it, without any of the intake's own code.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { readCampaignFile } from '#schema/campaigns/campaign-file.ts';
import { readRoster, reportingParticipants } from '#schema/roster/roster.ts';
import { csvLine } from '#subgraphs/intake/table/write-csv.ts';
import { sharedFile } from '../../shared-data.ts';
import { dataFolder, type Row, rejectsIn } from './workshop.ts';

const { file: FILE, present } = sharedFile('pangolin-seizures-2000-2016.csv');

/** Positions of the columns in the file. */
const AT = {
  type: 2,
  place: 3,
  lat: 4,
  lon: 5,
  country: 6,
  name: 7,
  year: 10,
  date: 11,
  transport: 12,
  via: 17,
  to: 19,
  end: 21,
  dead: 23,
  live: 24,
  whole: 25,
  kg: 26,
  scales: 28,
};
const CODES: Record<string, string> = {
  China: 'CN',
  Vietnam: 'VN',
  India: 'IN',
  Malaysia: 'MY',
  Thailand: 'TH',
  Indonesia: 'ID',
  Zimbabwe: 'ZW',
  Nepal: 'NP',
  'China - Hong Kong': 'HK',
  Uganda: 'UG',
  Cameroon: 'CM',
  Myanmar: 'MM',
  Singapore: 'SG',
  Laos: 'LA',
  Nigeria: 'NG',
  Kenya: 'KE',
  Philippines: 'PH',
  Belgium: 'BE',
  France: 'FR',
  Mozambique: 'MZ',
};

const month = (serial: string) =>
  new Date(Date.UTC(1899, 11, 30) + Number(serial) * 86_400_000).toISOString().slice(0, 7);

function pangolins() {
  const folder = dataFolder();
  const over = { mapping: 'eia-pangolin-incidents', campaign: 'PANGOLIN' };
  return {
    ...folder,
    real: () => folder.run([], { ...over, file: FILE }),
    run: (content: string) => folder.run(content, over),
    workbook: (name: string) => folder.run([], { ...over, file: folder.path(name) }),
  };
}

/** Numbers that a workbook holds as such. */
const isNumber = (cell: string) => /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(cell) && String(Number(cell)) === cell;

/** Two rows of titles stand above. */
const down = ({ reject_row, ...rest }: Row) => ({ ...rest, reject_row: String(Number(reject_row) + 2) });

type Sums = Map<string, number>;

function add(to: Sums, key: string, value: number): void {
  to.set(key, (to.get(key) ?? 0) + value);
}

function rounded(sums: Sums): Record<string, number> {
  return Object.fromEntries([...sums].map(([key, value]) => [key, Math.round(value * 1e6) / 1e6]));
}

describe.skipIf(!present)('the real incidents', () => {
  let rows: string[][] = [];
  let header: string[] = [];

  beforeAll(() => {
    const all: string[][] = parse(readFileSync(FILE));
    header = all[0] ?? [];
    rows = all.slice(1);
  });

  const text = (table: readonly string[][]) => [header, ...table].map((cells) => csvLine(cells, ',')).join('');

  it('come in, or are rejected with the reason, and the second time nothing changes', { timeout: 60_000 }, async () => {
    const { real, data, stored } = pangolins();
    const first = await real();
    process.stderr.write(`pangolin incidents: ${JSON.stringify({ ...first, rejects: '…' })}\n`);
    expect(first.read).toBe(740);
    expect(first.imported).toBeGreaterThanOrEqual(690);
    expect(first.imported + first.unchanged + first.rejected).toBe(740);

    const rejects = rejectsIn(first.rejects);
    const reasons = Map.groupBy(rejects, (each) => `${each.reject_column}: ${each.reject_reason}`);
    process.stderr.write([...reasons].map(([reason, { length }]) => `  ${length} rejected: ${reason}\n`).join(''));
    expect(rejects).toHaveLength(first.rejected);
    for (const reject of rejects) {
      const cells = rows[Number(reject.reject_row) - 2] ?? [];
      const position = header.indexOf(reject.reject_column ?? '');
      expect(reject.reject_value).toBe(cells[position]);
      const single = /^\d{4}$/.test(cells[AT.year] ?? '') && /^\d+$/.test(cells[AT.date] ?? '');
      const names = /Seizure/.test(cells[AT.type] ?? '') && cells[AT.country] !== 'Various';
      expect(single && names).toBe(false);
    }

    const before = await stored();
    expect(before.size).toBe(first.imported);
    expect(await real()).toMatchObject({ read: 740, imported: 0, unchanged: first.imported, rejected: first.rejected });
    expect(await stored()).toEqual(before);

    const years = new Set([...before.values()].map(({ seizedIn }) => Number(seizedIn.slice(0, 4))));
    const { phases } = readCampaignFile(`${data.campaigns}/PANGOLIN.yaml`);
    expect(phases.map(({ number }) => number)).toEqual([...years].toSorted((one, other) => one - other));
    for (const { number, participants } of phases) {
      const owners = [...before.values()]
        .filter(({ phase }) => phase === `PANGOLIN-${number}`)
        .map(({ id }) => id.slice(0, 2));
      expect(participants.toSorted()).toEqual([...new Set(owners)].toSorted());
    }
    const reporting = reportingParticipants(readRoster(data.roster)).map(({ code }) => code);
    expect(reporting).toEqual(expect.arrayContaining([...new Set([...before.keys()].map((id) => id.slice(0, 2)))]));
  });

  it('are, in ten of them, what the file says', { timeout: 60_000 }, async () => {
    const { real, stored } = pangolins();
    await real();
    const cases = [...(await stored()).values()];
    // Row numbers as a spreadsheet counts; with a way, with several amounts, on land, at sea and in the air.
    for (const number of [2, 5, 15, 18, 100, 250, 318, 389, 547, 563]) {
      const cells = rows[number - 2] ?? [];
      const cell = (column: keyof typeof AT) => cells[AT[column]] ?? '';
      const found = cases.filter(({ narrative }) => narrative?.text.startsWith(`${cell('name').trim()}\n`));
      expect(found, `row ${number}`).toHaveLength(1);
      const [one] = found;
      expect(one?.seizedIn).toBe(month(cell('date')));
      expect(one?.phase).toBe(`PANGOLIN-${cell('year')}`);
      expect(one?.id.slice(0, 2)).toBe(CODES[cell('country')]);
      expect(one?.route?.seizedAt).toEqual({
        country: CODES[cell('country')],
        name: cell('place'),
        latitude: Number(cell('lat')),
        longitude: Number(cell('lon')),
      });
      const countries = (from: string) => from.split(', ').flatMap((name) => CODES[name] ?? []);
      expect(one?.route?.transit.flatMap(({ country }) => country ?? [])).toEqual(countries(cell('via')));
      expect([one?.route?.destination?.country].filter(Boolean)).toEqual(countries(cell('end') || cell('to')));
      const total = (unit: string, terms: RegExp) =>
        (one?.seizures ?? [])
          .filter(
            ({ quantity, commodity }) => quantity?.unit === unit && 'term' in commodity && terms.test(commodity.term),
          )
          .reduce((sum, { quantity }) => sum + (quantity?.value ?? 0), 0);
      expect(total('HEAD', /LIV/)).toBe(Number(cell('live')));
      expect(total('HEAD', /BOD/)).toBe(Number(cell('dead')));
      expect(total('HEAD', /./)).toBe(Number(cell('whole')));
      expect(total('KILOGRAM', /SCA/)).toBe(Number(cell('scales')));
      expect(total('KILOGRAM', /LIV|BOD|UNS/)).toBe(Number(cell('kg')));
      expect(one?.seizures.every(({ quantity }) => quantity?.value !== 0)).toBe(true);
    }
  });

  it('add up to what the file adds up to, by month and unit', { timeout: 60_000 }, async () => {
    const { real, stored } = pangolins();
    const rejected = new Set(rejectsIn((await real()).rejects).map(({ reject_row }) => Number(reject_row)));
    const wanted = new Map<string, number>();
    const got = new Map<string, number>();
    for (const [index, cells] of rows.entries()) {
      if (rejected.has(index + 2)) continue;
      const at = month(cells[AT.date] ?? '');
      add(wanted, `${at} cases`, 1);
      const whole = Number(cells[AT.whole]);
      // Half an animal is an estimate from a weight; there the whole ones are the live.
      const head = Number.isInteger(whole) ? whole : Number(cells[AT.live]);
      if (head > 0) add(wanted, `${at} HEAD`, head);
      for (const kg of [cells[AT.kg], cells[AT.scales]].map(Number)) if (kg > 0) add(wanted, `${at} KILOGRAM`, kg);
    }
    for (const { seizedIn, seizures } of (await stored()).values()) {
      add(got, `${seizedIn} cases`, 1);
      for (const { quantity } of seizures) {
        if (quantity?.value !== undefined) add(got, `${seizedIn} ${quantity.unit}`, quantity.value);
      }
    }
    expect(rounded(got)).toEqual(rounded(wanted));
    expect(Object.keys(rounded(got)).length).toBeGreaterThan(100);
  });

  it('end in the same store shuffled, and a corrected row changes one case', { timeout: 60_000 }, async () => {
    const one = pangolins();
    await one.real();
    const before = await one.stored();
    const two = pangolins();
    // Every 7th row first, then the others backwards: far from the file's order.
    const shuffled = [
      ...rows.filter((_, index) => index % 7 === 0),
      ...rows.filter((_, index) => index % 7 !== 0).toReversed(),
    ];
    await two.run(text(shuffled));
    expect(await two.stored()).toEqual(before);

    const corrected = rows.map((cells, index) =>
      index === 17 ? cells.with(AT.scales, '4711.5').with(AT.place, 'Elsewhere') : cells,
    );
    expect(await two.run(text(corrected))).toMatchObject({ read: 740, imported: 1, unchanged: before.size - 1 });
    const changed = [...(await two.stored())].filter(([id, each]) => each.revision !== before.get(id)?.revision);
    expect(changed).toHaveLength(1);
    expect(changed[0]?.[1]).toMatchObject({ revision: 2, route: { seizedAt: { name: 'Elsewhere' } } });
  });

  it.each(['serial numbers', 'dates'])(
    'give the same records as a workbook with %s',
    { timeout: 60_000 },
    async (kind) => {
      const one = pangolins();
      const inText = await one.real();
      const two = pangolins();
      const cells = rows.map((row) =>
        row.map((cell, column) => {
          if (cell === '') return null;
          if (kind === 'dates' && column === AT.date && /^\d+$/.test(cell))
            return {
              value: new Date(Date.UTC(1899, 11, 30) + Number(cell) * 86_400_000),
              type: Date,
              format: 'dd/mm/yyyy',
            };
          // A text that looks like an escaped character is escaped itself, as spreadsheets do it.
          return isNumber(cell) ? Number(cell) : cell.replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x');
        }),
      );
      const title = [['Pangolin seizures, 2000-2016'], [null]];
      await writeExcelFile([...title, header, ...cells], { sheet: 'Seizures' }).toFile(two.path('pangolin.xlsx'));
      const inSheet = await two.workbook('pangolin.xlsx');
      expect(inSheet).toMatchObject({ read: 740, imported: inText.imported, rejected: inText.rejected });
      expect(await two.stored()).toEqual(await one.stored());
      const [inCsv, inXlsx] = [rejectsIn(inText.rejects), rejectsIn(inSheet.rejects)];
      expect(inXlsx).toEqual(inCsv.map(down));
    },
  );

  it('are taken out of the rejects file once mended there, as if they had come in at first', {
    timeout: 60_000,
  }, async () => {
    const { real, run, stored } = pangolins();
    const first = await real();
    const before = await stored();
    const [head = [], ...rejected]: string[][] = parse(readFileSync(first.rejects));
    expect(rejected).toHaveLength(34);
    // What a person would do who looks the incidents up: one year for a span, a seizure where a report is of one.
    const fixed = rejected.map((each) => {
      const [year = ''] = /\d{4}(?=-)/.exec(each[AT.year] ?? '') ?? [];
      if (year !== '') return each.with(AT.year, year).with(AT.date, '');
      const report = each[AT.type] === 'Report' && each[AT.country] !== 'Various';
      return report ? each.with(AT.type, 'Report / Seizure') : each;
    });
    const changed = fixed.filter((each, index) => each !== rejected[index]).length;
    expect(changed).toBe(13);
    const mended = [head, ...fixed].map((cells) => csvLine(cells, ',')).join('');
    const second = await run(mended);
    expect(second).toMatchObject({ read: 34, imported: changed, unchanged: 0 });
    expect(await stored()).toHaveProperty('size', before.size + changed);
    const left = rejected.filter((each, index) => each === fixed[index]);
    expect(rejectsIn(second.rejects).map(({ reject_row }) => reject_row)).toEqual(left.map((each) => each.at(-4)));
    expect(await run(mended)).toMatchObject({ imported: 0, unchanged: changed });

    // The same as from a file that was right from the beginning.
    const right = pangolins();
    const whole = rows.map((cells, index) => {
      const fix = fixed.find((each) => each.at(-4) === String(index + 2));
      return fix === undefined ? cells : fix.slice(0, cells.length);
    });
    await right.run(text(whole));
    expect(await stored()).toEqual(await right.stored());
  });

  it('show no text that may name people outside the narrative', { timeout: 60_000 }, async () => {
    const { real, stored } = pangolins();
    await real();
    for (const { narrative, ...rest } of (await stored()).values()) {
      expect(narrative?.class).toBe('P1');
      const lines = (narrative?.text ?? '').split('\n').filter((line) => line.length > 40);
      // The citation may name the same headline; it is published.
      const others = JSON.stringify({ ...rest, provenance: undefined });
      for (const line of lines) expect(others).not.toContain(line);
    }
  });
});
