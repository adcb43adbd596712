import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readPeriod } from '#subgraphs/intake/replace/period.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { csv, dataFolder, row } from '../workshop.ts';

describe('a period to replace', () => {
  it.each([
    ['2019', '2019-01', '2019-12'],
    ['2019-05', '2019-05', '2019-05'],
    ['2018-10..2019-09', '2018-10', '2019-09'],
    ['2016..2018', '2016-01', '2018-12'],
    ['2016..2018-03', '2016-01', '2018-03'],
  ])('%s is %s to %s', (text, first, last) => {
    expect(readPeriod(text)).toEqual({ first, last });
  });

  it.each(['19', '2019-13', '2019..2018', '2019-00', 'all', '', '2019 ', '2019-05-01'])('is not %j', (text) => {
    expect(() => readPeriod(text)).toThrow(/expected a period such as/);
  });
});

const rows = (count: number, over = {}) =>
  Array.from({ length: count }, (_, number) => row({ No: String(number + 1), ...over }));

function replacing(period: string, sure = false) {
  return { replace: { period: readPeriod(period), sure } };
}

describe('a file that replaces a period', () => {
  it('removes what the mapping brought in and the file no longer has, as revisions that say from where', async () => {
    const { run, stored, database, path } = dataFolder();
    const other = [
      row({ No: 'next', Year: '2016', Date: '2016-01-01' }),
      row({ No: 'there', Country: 'Zimbabwe' }),
      row({ No: 'year', Date: '', Year: '2015' }),
    ];
    await run([...rows(30), ...other]);
    const result = await run(
      // One is gone, one corrected; of the other participant all is there, the one of 2016 is out of the period.
      [...rows(30).filter(({ No }) => No !== '7'), other[1] ?? {}, other[2] ?? {}].map((each) =>
        each.No === '8' ? { ...each, Live: '99' } : each,
      ),
      { ...replacing('2015'), by: 'anna' },
    );
    expect(result).toMatchObject({ read: 31, imported: 1, unchanged: 30, rejected: 0, removed: 1 });
    expect((await stored()).size).toBe(32);

    const store = await openCaseStore({ participant: 'VN', file: database('VN') });
    onTestFinished(() => store.close());
    const digest = createHash('sha256')
      .update(readFileSync(path('input.csv')))
      .digest('hex');
    const { changes } = await store.changes(0, 1_000);
    const gone = changes.find(({ entry }) => entry === null);
    const history = await store.history(gone?.case_id ?? '');
    expect(history).toMatchObject([
      { revision: 1, changedBy: 'test', file: 'input.csv', row: 8, mapping: 'small', deleted: false },
      {
        revision: 2,
        changedBy: 'anna',
        file: 'input.csv',
        digest,
        row: null,
        mapping: 'small',
        deleted: true,
        record: null,
      },
    ]);
    expect(JSON.parse(history[0]?.record ?? '')).toMatchObject({ reference: 'S 2015 7' });
    const corrected = changes.find(({ revision, entry }) => revision === 2 && entry !== null);
    expect((await store.history(corrected?.case_id ?? '')).at(-1)).toMatchObject({ changedBy: 'anna', digest, row: 8 });
  });

  it('leaves alone what another mapping brought in, another campaign has, or was entered by hand', async () => {
    const folder = dataFolder();
    await folder.run(rows(2));
    const text = readFileSync(folder.path('small.yaml'), 'utf8').replace('name: small', 'name: another');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(folder.path('another.yaml'), text);
    await folder.run(rows(1), { mapping: folder.path('another.yaml') });
    await folder.run(rows(1, { No: 'elsewhere' }), { campaign: 'ELSEWHERE' });
    const before = (await folder.stored()).size;
    const result = await folder.run(rows(1, { No: 'new' }), replacing('2015', true));
    expect(result).toMatchObject({ imported: 1, removed: 2 });
    expect((await folder.stored()).size).toBe(before - 2 + 1);
  });

  it('does not take a row for gone that was rejected for a slip in it', async () => {
    const { run, stored } = dataFolder();
    await run(rows(30));
    const result = await run(
      rows(30).map((each) => (each.No === '7' ? { ...each, Live: 'three' } : each)),
      replacing('2015'),
    );
    expect(result).toMatchObject({ rejected: 1, removed: 0 });
    expect((await stored()).size).toBe(30);
  });

  it('removes nothing where more than a tenth would go, and says so, unless it is meant', async () => {
    const { run, stored } = dataFolder();
    await run(rows(30));
    const few = rows(20);
    await expect(run(few, replacing('2015'))).rejects.toThrow(
      /expected at most 10 % of a period to go, got 10 of 30 records of small from 2015-01 to 2015-12\. Nothing was removed/,
    );
    expect((await stored()).size).toBe(30);
    expect(await run(few, replacing('2015', true))).toMatchObject({ removed: 10, unchanged: 20 });
    expect((await stored()).size).toBe(20);
  });

  it('removes nothing where a row cannot be read at all: it may be any of them', async () => {
    const { run, stored } = dataFolder();
    await run(rows(30));
    const broken = `${csv(rows(29))}30,Seizure\n`;
    await expect(run(broken, replacing('2015'))).rejects.toThrow(/got 1 that cannot be read at all; 1 of 30/);
    expect((await stored()).size).toBe(30);
  });

  it('brings back what a later file has again, and counts its revisions on', async () => {
    const { run, stored } = dataFolder();
    await run(rows(30));
    await run(rows(29), replacing('2015'));
    await run(rows(30), replacing('2015'));
    const revisions = [...(await stored()).values()].map(({ revision }) => revision);
    expect(revisions).toHaveLength(30);
    expect(revisions.filter((revision) => revision === 3)).toHaveLength(1);
  });
});
