import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCampaignFile } from '#schema/campaigns/campaign-file.ts';
import { campaignFile, ensureCampaign } from '#subgraphs/intake/enrolment/campaign.ts';
import { dataFolder } from '../workshop.ts';

const members = (entries: Record<number, string[]>) =>
  new Map(Object.entries(entries).map(([year, codes]) => [Number(year), new Set(codes)]));

function campaign() {
  const folder = dataFolder().data.campaigns;
  return {
    options: { folder, code: 'TEST', made: { name: 'A test', accessUntil: '2099-12-31' } },
    file: join(folder, 'TEST.yaml'),
  };
}

it('makes a campaign with one phase a calendar year, in order', async () => {
  const { options, file } = campaign();
  await ensureCampaign(options, members({ 2016: ['VN'], 2014: ['ZW', 'CN'] }));
  expect(readCampaignFile(file)).toMatchObject({
    code: 'TEST',
    name: 'A test',
    phases: [
      {
        number: 2014,
        name: '2014',
        startsOn: '2014-01-01',
        endsOn: '2014-12-31',
        accessUntil: '2099-12-31',
        participants: ['CN', 'ZW'],
      },
      { number: 2016, startsOn: '2016-01-01', endsOn: '2016-12-31', participants: ['VN'] },
    ],
  });
});

it('adds phases and members later, takes nothing out, and keeps comments', async () => {
  const { options, file } = campaign();
  mkdirSync(options.folder, { recursive: true });
  writeFileSync(
    file,
    '# mine\ncode: TEST\nname: Mine\nphases:\n  - number: 2015\n    name: The year\n    startsOn: 2015-01-01\n    endsOn: 2015-12-31\n    participants: [VN] # first\n',
  );
  await ensureCampaign(options, members({ 2015: ['CN', 'VN'], 2013: ['VN'] }));
  expect(readCampaignFile(file)).toMatchObject({
    name: 'Mine',
    phases: [
      { number: 2013, participants: ['VN'] },
      { number: 2015, name: 'The year', participants: ['VN', 'CN'] },
    ],
  });
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^# mine\n/);
  expect(text).toMatch(/# first/);
});

it('leaves the file alone where nothing is new', async () => {
  const { options, file } = campaign();
  await ensureCampaign(options, members({ 2015: ['VN'] }));
  const before = statSync(file).ino;
  await ensureCampaign(options, members({ 2015: ['VN'] }));
  expect(statSync(file).ino).toBe(before);
});

it('loses no member where several imports add theirs at once', async () => {
  const { options, file } = campaign();
  const codes = ['VN', 'CN', 'ZW', 'KE', 'UG', 'FR'];
  await Promise.all(codes.map((code, index) => ensureCampaign(options, members({ [2010 + (index % 2)]: [code] }))));
  expect(
    readCampaignFile(file)
      .phases.flatMap(({ participants }) => participants)
      .toSorted(),
  ).toEqual(codes.toSorted());
});

it('refuses a file that it cannot read, and leaves it as it is', async () => {
  const { options, file } = campaign();
  mkdirSync(options.folder, { recursive: true });
  writeFileSync(file, 'code: TEST\nunknown: 1\n');
  await expect(ensureCampaign(options, members({ 2015: ['VN'] }))).rejects.toThrow(/TEST\.yaml:\d+: /);
  expect(readFileSync(file, 'utf8')).toBe('code: TEST\nunknown: 1\n');
});

it('takes no code that leads out of the folder', () => {
  expect(() => campaignFile({ folder: '/data', code: '../X' })).toThrow(/expected a campaign code/);
});
