import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRoster } from '#schema/roster/roster.ts';
import { enrol, whyNotEnrolled } from '#subgraphs/intake/enrolment/roster.ts';
import { dataFolder } from '../workshop.ts';

describe('enrol', () => {
  it('adds national customs, marked illustrative, and keeps what stood in the file', async () => {
    const { data } = dataFolder();
    const before = readFileSync(data.roster, 'utf8');
    const roster = await enrol(data.roster, ['ZW', 'CI', 'ZW', 'VN']);
    expect(roster.participants.slice(3)).toMatchObject([
      {
        code: 'CI',
        name: 'Côte d’Ivoire (illustrative)',
        country: 'CI',
        kind: 'CUSTOMS',
        caseType: 'CoteDIvoireCustomsCase',
        illustrative: true,
      },
      {
        code: 'ZW',
        name: 'Zimbabwe (illustrative)',
        country: 'ZW',
        kind: 'CUSTOMS',
        caseType: 'ZimbabweCustomsCase',
        illustrative: true,
      },
    ]);
    expect(readFileSync(data.roster, 'utf8').startsWith(before)).toBe(true);
  });

  it('gives a participant on the roster that reports no cases a case type, and nothing else', async () => {
    const { data } = dataFolder();
    await enrol(data.roster, ['JP']);
    expect(readRoster(data.roster).participants).toMatchObject([
      { code: 'VN' },
      { code: 'JP', name: 'Japan Customs', caseType: 'JapanCustomsCase', illustrative: false },
      { code: 'IFAW' },
    ]);
  });

  it('leaves the file alone where nobody is lacking', async () => {
    const { data } = dataFolder();
    const before = statSync(data.roster).ino;
    await enrol(data.roster, ['VN']);
    expect(statSync(data.roster).ino).toBe(before);
  });

  it('loses nobody where two enrol at once', async () => {
    const { data } = dataFolder();
    const codes = ['ZW', 'ZA', 'FR', 'DE', 'KE', 'UG'];
    await Promise.all(codes.map((code) => enrol(data.roster, [code])));
    expect(readRoster(data.roster).participants.map(({ code }) => code)).toEqual(expect.arrayContaining(codes));
  });

  it('gives no name twice', async () => {
    const { data } = dataFolder();
    writeFileSync(data.roster, readFileSync(data.roster, 'utf8').replace('VietnamCustomsCase', 'ZimbabweCustomsCase'));
    const roster = await enrol(data.roster, ['ZW']);
    expect(roster.participants.at(-1)?.caseType).toBe('ZimbabweZWCustomsCase');
  });
});

describe('whyNotEnrolled', () => {
  it('refuses supporters, and codes that are no country', () => {
    const roster = readRoster(dataFolder().data.roster);
    expect(whyNotEnrolled('IFAW', roster)).toMatch(/kind SUPPORTER/);
    expect(whyNotEnrolled('XX', roster)).toMatch(/ISO 3166-1/);
    expect(whyNotEnrolled('JP', roster)).toBeUndefined();
    expect(whyNotEnrolled('ZW', roster)).toBeUndefined();
  });
});
