// `campaign whosees`, over a data folder as `campaign start` leaves it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { dataFolder } from '#cli/data-folder.ts';
import { main } from '#cli/main.ts';
import { prepareRoster, writeParticipantConfig } from '#cli/start/prepare.ts';
import { writeWhole } from '#schema/configuration/write.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { smallRecord } from '../../subgraphs/kit/full-record.ts';

const CAMPAIGN =
  'code: OMD\nname: T\nphases: [{ number: 5, name: Five, startsOn: 2023-04-15, accessUntil: 9999-12-31, participants: [CN, LA] }]\n';

let folder = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whosees-'));
  vi.stubEnv('CAMPAIGN_DATA_DIR', folder);
  const data = dataFolder();
  prepareRoster(data);
  writeWhole(join(data.campaigns, 'OMD.yaml'), CAMPAIGN);
  writeParticipantConfig(data, 'CN', 4101);
  const store = await openCaseStore({ participant: 'CN', file: data.participantDatabase('CN') });
  const release = { handling: 'H1' as const, tlp: 'RED' as const, audience: ['LA'] };
  await store.put([smallRecord('1', { id: 'CN-1', phase: 'OMD-5', release })], { by: 'tester' });
  await store.put([smallRecord('2', { id: 'CN-2', phase: 'OMD-5' })], { by: 'tester' });
  await store.feedReaders.note('hub-1', 1);
  await store.close();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function whosees(...options: string[]) {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  }
  await main(['node', 'campaign', 'whosees', ...options]);
  return { ...said, code: process.exitCode };
}

it('says who could read a case, by which rule, and how far the hub has read', async () => {
  const { stdout, code } = await whosees('CN-1');
  expect(code).toBeUndefined();
  expect(stdout).toContain('CN-1, revision 1: RED, H1; audience LA; narrative none');
  expect(stdout).toContain('known to CN LA');
  expect(stdout).toMatch(/hub-1 has not taken the last 1 changes/);
  const rows = stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 2).join(' '));
  expect(rows.filter((row) => /^[A-Z]+ (N|P|A)/.test(row) && !row.startsWith('AGENCY'))).toEqual([
    'CN N0',
    'CN N1',
    'CN N2',
    'CN P1',
    'CN AUDIENCE',
    'LA N0',
    'LA N1',
    'LA N2',
    'LA P1',
    'LA AUDIENCE',
  ]);
  // China's own policy of the demonstration.
  expect(stdout).toMatch(/LA +N2 +case:read case:identifiers +investigation +N2\.audience/);
});

it('prints the same as one line of JSON', async () => {
  const { stdout } = await whosees('CN-1', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    id: 'CN-1',
    profile: { tlp: 'RED', audience: ['LA'], members: ['CN', 'LA'], accessUntil: '9999-12-31' },
    visibleTo: { scope: 'LISTED', participants: ['CN', 'LA'] },
    readers: [{ service: 'hub-1', change: 1, behind: 1 }],
  });
  expect(stdout.trim().split('\n')).toHaveLength(1);
});

it.each([
  ['CN-9', /expected the id of a case of CN, got CN-9/],
  ['nonsense', /expected the id of a case, such as VN-OMD5-000001/],
  ['TH-1', /expected a participant TH configured in .*config, got none/],
])('refuses %s in words, exit code 2', async (id, message) => {
  const { stdout, stderr, code } = await whosees(id);
  expect([stdout, code]).toEqual(['', 2]);
  expect(stderr).toMatch(message);
});
