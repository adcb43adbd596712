// What an attack on the import found: who can read the rejects, cases moved silently, campaigns changed, hostile text.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCampaignFile } from '#schema/campaigns/campaign-file.ts';
import { partName } from '#subgraphs/intake/rejects/part.ts';
import { CaseRecordError } from '#subgraphs/kit/store/check.ts';
import { dataFolder, rejectsIn, row } from './workshop.ts';

const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);
const ROWS = [row({ No: '1' }), row({ No: '2' }), row({ No: '3', Country: 'Zimbabwe' })];

describe('the rejects folder', () => {
  it('is for its owner alone, with its files, whole or in part', async () => {
    const { run, data } = dataFolder();
    mkdirSync(data.rejects);
    chmodSync(data.rejects, 0o755);
    const parts: string[] = [];
    const openStore = (code: string) => {
      for (const name of readdirSync(data.rejects)) parts.push(mode(join(data.rejects, name)));
      return data.openStore(code);
    };
    const { rejects } = await run([row(), row({ No: '2', Type: 'Trial' })], { data: { ...data, openStore } });
    expect(parts).toEqual(['600']);
    expect(mode(rejects)).toBe('600');
    expect(mode(data.rejects)).toBe('700');
  });

  it('is made for its owner alone', async () => {
    const { run, data } = dataFolder();
    await run(ROWS);
    expect(mode(data.rejects)).toBe('700');
  });

  it('loses what a killed import left, and keeps what a living one writes', async () => {
    const { run, data } = dataFolder();
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    mkdirSync(data.rejects);
    const names = { gone: partName(gone), recycled: partName(process.pid), living: partName(process.ppid) };
    for (const name of Object.values(names)) writeFileSync(join(data.rejects, name), 'rows');
    const { rejects } = await run(ROWS);
    expect(new Set(readdirSync(data.rejects))).toEqual(new Set([names.living, basename(rejects)]));
  });
});

describe('a case held under another campaign', () => {
  it('stays there: its row is rejected, with the reason', async () => {
    const { run, data, stored } = dataFolder();
    expect(await run(ROWS, { campaign: 'FIRST' })).toMatchObject({ imported: 3 });
    const before = await stored();
    const second = await run([...ROWS, row({ No: '4' })], { campaign: 'SECOND' });
    expect(second).toMatchObject({ read: 4, imported: 1, unchanged: 0, rejected: 3 });
    const held = [...before].find(([, { reference }]) => reference === 'S 2015 1')?.[0];
    expect(rejectsIn(second.rejects)[0]).toMatchObject({
      reject_row: '2',
      reject_column: 'No',
      reject_value: '1',
      reject_reason: `expected a case of the campaign SECOND, or a new one, got ${held} of the campaign FIRST`,
    });
    const after = await stored();
    for (const [id, record] of before) expect(after.get(id)).toEqual(record);
    // Zimbabwe's only case stayed where it was: it joins nothing.
    expect(readCampaignFile(`${data.campaigns}/SECOND.yaml`).phases).toMatchObject([{ participants: ['VN'] }]);
  });

  it('makes no campaign', async () => {
    const { run, data } = dataFolder();
    await run(ROWS, { campaign: 'FIRST' });
    expect(await run(ROWS, { campaign: 'SECOND' })).toMatchObject({ imported: 0, rejected: 3 });
    expect(existsSync(join(data.campaigns, 'SECOND.yaml'))).toBe(false);
  });

  it('is rejected each time it stands in the file', async () => {
    const { run } = dataFolder();
    await run([row()], { campaign: 'FIRST' });
    expect(await run([row(), row()], { campaign: 'SECOND' })).toMatchObject({ read: 2, unchanged: 0, rejected: 2 });
  });

  it('is another matter than a corrected year in the same campaign', async () => {
    const { run, stored } = dataFolder();
    await run([row()]);
    expect(await run([row({ Year: '2016', Date: '2016-01-02' })])).toMatchObject({ imported: 1, rejected: 0 });
    expect([...(await stored()).values()]).toMatchObject([{ phase: 'SMALL-2016', revision: 2 }]);
  });
});

describe('a campaign that no import made', () => {
  it.each([
    [
      'whose phases are no calendar years',
      'code: OMD\nname: O\nphases: [{ number: 1, name: One, startsOn: 2015-01-01 }]\n',
    ],
    [
      'with a phase of another year than its number',
      'code: OMD\nname: O\nphases: [{ number: 5, name: Five, startsOn: 2015-01-01, endsOn: 2015-12-31 }]\n',
    ],
    ['of another code', 'code: CON\nname: C\n'],
  ])('%s is refused before anything is written', async (_, text) => {
    const { run, data, stored } = dataFolder();
    mkdirSync(data.campaigns);
    const file = join(data.campaigns, 'OMD.yaml');
    writeFileSync(file, text);
    await expect(run(ROWS, { campaign: 'OMD' })).rejects.toThrow(/OMD\.yaml: expected .*, got /);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(await stored()).toEqual(new Map());
    expect(existsSync(data.rejects)).toBe(false);
  });
});

describe('hostile text', () => {
  it.each([
    ['NUL', 'Ha\u0000noi'],
    ['ESC', '\u001b[2JHanoi'],
    ['C1', 'Ha\u009bnoi'],
    ['a bidi override', 'Ha\u202enoi'],
    ['a bidi isolate', 'Ha\u2066noi'],
  ])('with %s in a short field rejects its row alone, with the column', async (_, text) => {
    const { run } = dataFolder();
    const result = await run([row({ No: '1' }), row({ No: '2', Town: text }), row({ No: `3${text}` })]);
    expect(result).toMatchObject({ read: 3, imported: 1, rejected: 2 });
    expect(rejectsIn(result.rejects)).toMatchObject([
      {
        reject_row: '3',
        reject_column: 'Town',
        reject_value: text,
        reject_reason: expect.stringMatching(/^expected /),
      },
      { reject_row: '4', reject_column: 'No' },
    ]);
  });

  it('in a narrative rejects its row where a database could not hold it', async () => {
    const { run } = dataFolder();
    const result = await run([row({ Text: 'a\u0000b' }), row({ No: '2', Text: 'line\nline\tmore' })]);
    expect(result).toMatchObject({ imported: 1, rejected: 1 });
    expect(rejectsIn(result.rejects)).toMatchObject([{ reject_column: 'Text' }]);
  });

  it('that only the store refuses rejects its row alone', async () => {
    const { run, data } = dataFolder();
    const openStore = async (code: string) => {
      const store = await data.openStore(code);
      const put: typeof store.put = (records, origin) => {
        const bad = records.find(({ reference }) => reference === 'S 2015 2');
        if (bad !== undefined) throw new CaseRecordError([`record 1 (${bad.id}): reference: expected less`]);
        return store.put(records, origin);
      };
      return { ...store, put };
    };
    const result = await run(ROWS, { data: { ...data, openStore } });
    expect(result).toMatchObject({ read: 3, imported: 2, rejected: 1 });
    expect(rejectsIn(result.rejects)).toMatchObject([
      { reject_row: '3', reject_reason: expect.stringContaining('less') },
    ]);
  });

  it('names the column where the record as a whole does not take a value', async () => {
    const { run, path } = dataFolder();
    const mapping = readFileSync(path('small.yaml'), 'utf8').replace(
      'seizedAt: { name',
      'seizedAt: { locode: { column: text }, name',
    );
    writeFileSync(path('locode.yaml'), mapping);
    const result = await run([row({ Text: 'nowhere' })], { mapping: path('locode.yaml') });
    expect(rejectsIn(result.rejects)).toMatchObject([{ reject_column: 'Text', reject_value: 'nowhere' }]);
  });
});

describe('cells that a spreadsheet would run', () => {
  it('stay as they are, and are told', async () => {
    const { run } = dataFolder();
    const lines: string[] = [];
    const text = '=HYPERLINK("http://x","y")';
    const { rejects } = await run([row({ Type: 'Trial', Text: text }), row({ No: '2', Type: 'Trial', Lat: '-5.2' })], {
      onProgress: (line) => void lines.push(line),
    });
    expect(rejectsIn(rejects)[0]).toMatchObject({ Text: text });
    expect(lines.at(-1)).toMatch(/^1 rejected row holds .*formula/);
  });
});
