// `campaign case`: what it prints, what it leaves out, and whose fault a mistake is.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '#cli/main.ts';
import { incidentMapping } from '../../e2e/incident-mapping.ts';
import { fullRecord } from '../../subgraphs/kit/full-record.ts';

let folder = '';
const path = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'case-command-'));
  vi.stubEnv('CAMPAIGN_DATA_DIR', path('data'));
  mkdirSync(path('data/campaigns'), { recursive: true });
  writeFileSync(
    path('data/campaigns/OMD.yaml'),
    'code: OMD\nname: O\nphases: [{ number: 5, name: Five, startsOn: 2023-04-15, participants: [VN] }]\n',
  );
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function campaign(...argv: string[]) {
  process.exitCode = undefined;
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
  }
  await main(['node', 'campaign', ...argv]);
  return { ...said, code: process.exitCode };
}

const MINIMAL = ['--reference', 'A 1', '--phase', 'OMD-5', '--seized', '2023-05-02', '--drug', 'heroin'];
const QUANTITY = ['--quantity', '12.5', '--unit', 'KILOGRAM', '--country', 'VN', '--tlp', 'AMBER', '--handling', 'H1'];
const add = (...more: string[]) =>
  campaign('case', 'add', '--participant', 'VN', ...MINIMAL, ...QUANTITY, '--json', ...more);

describe('campaign case', () => {
  it('tells who mistook an id or a field so in one line, without the way through the program', async () => {
    const other = await add('--id', 'TH-1');
    expect(other).toMatchObject({ code: 1, stderr: 'campaign: id: expected an id that begins with VN-, got TH-1\n' });
    const { id } = JSON.parse((await add()).stdout);
    writeFileSync(path('change.yaml'), 'colour: red\n');
    const unknown = await campaign('case', 'edit', id, path('change.yaml'));
    expect(unknown).toMatchObject({ code: 1, stderr: 'campaign: Unrecognized key: "colour"\n' });
  });

  it('adds, changes, releases and removes one record, and says how stale the hub is', async () => {
    const added = await add();
    expect(added.code).toBeUndefined();
    const { id, revision } = JSON.parse(added.stdout);
    expect(revision).toBe(1);
    expect(added.stderr).toBe('no hub has read this feed yet: until it reads on, others are answered as before\n');
    const shown = JSON.parse((await campaign('case', 'show', id, '--json')).stdout);
    expect(shown).toMatchObject({ revision: 1, phase: 'OMD-5', seizedOn: '2023-05-02', seizedIn: '2023-05' });

    writeFileSync(path('change.yaml'), 'narrative: { text: seen before, class: N1 }\nroute:\n');
    expect((await campaign('case', 'edit', id, path('change.yaml'))).stdout).toBe(`${id} revision 2\n`);
    expect((await campaign('case', 'release', id, '--tlp', 'red', '--audience', 'TH, LA')).stdout).toBe(
      `${id} revision 3\n`,
    );
    expect((await campaign('case', 'release', id, '--audience', '')).stdout).toBe(`${id} revision 4\n`);
    expect((await campaign('case', 'delete', id)).stdout).toBe(`${id} revision 5\n`);

    const history = JSON.parse((await campaign('case', 'show', id, '--history', '--json')).stdout);
    expect(history.map(({ change, fields }: Record<string, unknown>) => [change, fields])).toEqual([
      ['made', undefined],
      ['changed', ['narrative', 'route']],
      ['changed', ['release.audience', 'release.tlp']],
      ['changed', ['release.audience']],
      ['removed', undefined],
    ]);
    expect(await campaign('case', 'show', id)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/one that is removed/),
    });
  });

  it('shows persons and the sealed part only where they are asked for', async () => {
    writeFileSync(path('full.json'), JSON.stringify({ ...fullRecord, phase: 'OMD-5' }));
    await campaign('case', 'add', path('full.json'), '--participant', 'VN');
    const plain = (await campaign('case', 'show', fullRecord.id)).stdout;
    const whole = (await campaign('case', 'show', fullRecord.id, '--nominal')).stdout;
    for (const word of [fullRecord.suspects?.[0]?.name ?? '', fullRecord.sealed?.informant ?? '']) {
      expect(word).not.toBe('');
      expect(plain).not.toContain(word);
      expect(whole).toContain(word);
    }
    expect(plain).toContain('leftOut:');
  });

  it('takes what it shows back as a form', async () => {
    const { id } = JSON.parse((await add()).stdout);
    const { revision: _, ...form } = JSON.parse((await campaign('case', 'show', id, '--nominal', '--json')).stdout);
    writeFileSync(path('form.json'), JSON.stringify(form));
    const again = await campaign('case', 'edit', id, path('form.json'));
    expect(again).toMatchObject({ stdout: `${id} revision 1\n`, stderr: 'unchanged: the store holds it so already\n' });
  });

  it('names, in the history of an imported record, its file, digest and row', async () => {
    writeFileSync(path('mapping.yaml'), incidentMapping);
    writeFileSync(path('one.csv'), 'ref,date,country,kg\n1,2015-01-02,Vietnam,3\n');
    await campaign('import', path('one.csv'), '--mapping', path('mapping.yaml'), '--campaign', 'WRONG', '--enrol');
    writeFileSync(path('two.csv'), 'ref,date,country,kg\n0,2015-01-02,Zimbabwe,1\n1,2015-01-02,Vietnam,4\n');
    await campaign('import', path('two.csv'), '--mapping', path('mapping.yaml'), '--campaign', 'WRONG', '--enrol');
    const { openCaseStore } = await import('#subgraphs/kit/store/open.ts');
    const store = await openCaseStore({ participant: 'VN', file: path('data/participants/VN.sqlite') });
    const [id = ''] = await store.ids();
    await store.close();
    const history = JSON.parse((await campaign('case', 'show', id, '--history', '--json')).stdout);
    expect(history).toMatchObject([
      {
        revision: 1,
        file: 'one.csv',
        row: 2,
        mapping: 'test-incidents',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { revision: 2, file: 'two.csv', row: 3, fields: ['seizures'] },
    ]);

    // All of it belongs to another campaign: asked twice, removed, and imported again.
    const many = ['case', 'delete', '--mapping', 'test-incidents', '--campaign', 'WRONG'];
    expect(await campaign(...many)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/expected --yes, for 2 records of 2 participants \(VN ZW\)/),
    });
    expect((await campaign(...many, '--yes')).stdout).toBe('2 removed\n');
    const right = await campaign(
      'import',
      path('two.csv'),
      '--mapping',
      path('mapping.yaml'),
      '--campaign',
      'RIGHT',
      '--json',
    );
    expect(JSON.parse(right.stdout)).toMatchObject({ imported: 2, rejected: 0 });
    expect(JSON.parse((await campaign('case', 'show', id, '--json')).stdout)).toMatchObject({
      phase: 'RIGHT-2015',
      revision: 4,
    });
  });

  it.each<[string, string[], number, RegExp]>([
    [
      'a participant that is not on the roster',
      ['add', '--participant', 'XY', ...MINIMAL],
      2,
      /expected a participant that/,
    ],
    ['no participant', ['add', ...MINIMAL], 2, /--participant/],
    ['a record that does not fit', ['add', '--participant', 'VN', ...MINIMAL], 1, /release: /],
    ['a form that is not there', ['add', '--participant', 'VN', '/nowhere/x.yaml'], 1, /expected a readable form/],
    ['an id that is none', ['show', 'nonsense'], 2, /expected an id such as/],
    ['an id that nobody has', ['show', 'VN-none'], 1, /expected a record in the store, got none/],
    ['an edit of nothing', ['edit', 'VN-none'], 2, /expected a form or options/],
    ['a release of nothing', ['release', 'VN-none'], 2, /expected --tlp/],
    ['a removal of nothing', ['delete'], 2, /expected an id, or --mapping and --campaign/],
  ])('tells of %s in one message, with the exit code that says whose fault it is', async (_, argv, code, message) => {
    const result = await campaign('case', ...argv);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
    expect(result.code).toBe(code);
  });
});
