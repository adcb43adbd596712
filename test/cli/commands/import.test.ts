// Ordinary mistakes at `campaign import`: one line that says what is wrong, and an exit code that says whose fault it is.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { main } from '#cli/main.ts';
import { incidentMapping } from '../../e2e/incident-mapping.ts';
import { workbook, xmlRow } from '../../subgraphs/intake/table/xlsx/workbook.ts';

let folder = '';
const path = (name: string) => join(folder, name);
const HEADER = 'ref,date,country,kg\n';
const GOOD = `${HEADER}1,2015-01-02,Vietnam,3\n`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-command-'));
  vi.stubEnv('CAMPAIGN_DATA_DIR', path('data'));
  writeFileSync(path('mapping.yaml'), incidentMapping);
  writeFileSync(path('good.csv'), GOOD);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function campaignImport(over: { file?: string; mapping?: string; campaign?: string; more?: string[] }) {
  const { file = 'good.csv', mapping = 'mapping.yaml', campaign = 'TESTS', more = [] } = over;
  let stderr = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const options = ['--mapping', path(mapping), '--campaign', campaign, '--enrol', ...more];
  await main(['node', 'campaign', 'import', path(file), ...options]);
  return { stderr, code: process.exitCode };
}

const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...'bcdefgh'.split('').map((name, index) => {
    const before = 'abcdefgh'[index] ?? 'a';
    return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`;
  }),
].join('\n');

it.each<[string, Parameters<typeof campaignImport>[0], () => void, number, RegExp]>([
  ['a wrong header', { file: 'f.csv' }, () => writeFileSync(path('f.csv'), 'a,b\n1,2\n'), 1, /expected the columns/],
  [
    'a header on several lines',
    { file: 'f.csv' },
    () => writeFileSync(path('f.csv'), `ref,date,country,kg,"x\u001b\u009b\n\u202ey"\n`),
    1,
    /expected only columns/,
  ],
  [
    'a row too long',
    { file: 'f.csv' },
    () => writeFileSync(path('f.csv'), `${GOOD}2,"${'x'.repeat(5_000_000)}`),
    1,
    /row 3: expected at most/,
  ],
  [
    'a header too long',
    { file: 'f.csv' },
    () => writeFileSync(path('f.csv'), `"${'x'.repeat(5_000_000)}`),
    1,
    /row 1: expected at most/,
  ],
  ['a delimiter of several characters', { more: ['--delimiter', '::'] }, () => {}, 2, /expected one character, or tab/],
  ['a sheet of a text', { more: ['--sheet', 'S'] }, () => {}, 1, /expected a workbook, for --sheet is given/],
  ['a missing file', { file: 'none.csv' }, () => {}, 1, /expected a readable file/],
  [
    'another encoding than the one named',
    { file: 'f.csv', more: ['--encoding', 'utf-8'] },
    () => writeFileSync(path('f.csv'), Buffer.from(`${HEADER}1,2015-01-02,Caf\u00e9,3\n`, 'latin1')),
    1,
    /expected a file in utf-8/,
  ],
  ['an alias bomb in the mapping', { mapping: 'm.yaml' }, () => writeFileSync(path('m.yaml'), bomb), 1, /m\.yaml:1: /],
  ['a campaign that leads out', { campaign: '../x' }, () => {}, 2, /expected a campaign code/],
  ['an unknown mapping', { mapping: 'none' }, () => {}, 2, /expected a shipped mapping/],
  ['a participant beside the column', { more: ['--participant', 'VN'] }, () => {}, 2, /expected no participant/],
  [
    'a campaign that no import made',
    { campaign: 'OMD' },
    () => {
      mkdirSync(path('data/campaigns'), { recursive: true });
      writeFileSync(
        path('data/campaigns/OMD.yaml'),
        'code: OMD\nname: O\nphases: [{ number: 1, name: One, startsOn: 2015-01-01 }]\n',
      );
    },
    2,
    /one phase a calendar year/,
  ],
])('%s is told in one line', async (_, over, prepare, code, message) => {
  prepare();
  const result = await campaignImport(over);
  expect(result.stderr).toMatch(message);
  expect(result.stderr).toMatch(/^(utf-8, cells parted by commas\n)?campaign: [^\p{Cc}\p{Bidi_Control}]+\n$/u);
  expect(result.stderr.length).toBeLessThan(2_000);
  expect(result.code).toBe(code);
});

it('a mapping nested without end is told with file and line', async () => {
  writeFileSync(path('m.yaml'), '['.repeat(200_000));
  const { stderr, code } = await campaignImport({ mapping: 'm.yaml' });
  expect(stderr).toMatch(/^campaign: .*m\.yaml:1: /);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stderr.length).toBeLessThan(5_000);
  expect(code).toBe(1);
});

it('a file that fits is imported', async () => {
  const { stderr, code } = await campaignImport({});
  expect(stderr).toMatch(/^utf-8, cells parted by commas\n1 read: 1 imported, 0 unchanged, 0 rejected.*\n$/);
  expect(code).toBeUndefined();
});

it('a sheet name that a terminal would obey is shown, not sent', async () => {
  const rows = xmlRow(1, HEADER.trim().split(',')) + xmlRow(2, ['1', '2015-01-02', 'Vietnam', '3']);
  writeFileSync(path('f.xlsx'), workbook({ sheets: [{ name: 'x\u009b\u202ey', rows }] }));
  const { stderr, code } = await campaignImport({ file: 'f.xlsx' });
  expect(stderr.split('\n')[0]).toBe('sheet "x\\u009b\\u202ey"');
  expect(code).toBeUndefined();
});
