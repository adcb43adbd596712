import { describe, expect, test } from 'vitest';
import { campaignSchema } from '#schema/campaigns/campaign-file.ts';
import { parseConfiguration } from '#schema/configuration/read.ts';
import { demonstrationCampaignText } from '#subgraphs/demo/campaigns/campaign.ts';
import { campaign, phase, roster } from './demonstration.ts';

const codes = new Set(roster.participants.map((each) => each.code));

describe('the campaign file of the demonstration', () => {
  test('is the text that is written, and valid', () => {
    expect(parseConfiguration(demonstrationCampaignText(), campaignSchema, 'OMD.yaml')).toEqual(campaign);
  });

  test('names nobody that the roster lacks', () => {
    const named = [
      ...campaign.coInitiators,
      ...campaign.supporters,
      ...campaign.phases.flatMap((each) => [
        ...each.participants,
        ...each.activities.flatMap((activity) => activity.hosts),
      ]),
    ];
    expect(named.filter((code) => !codes.has(code))).toEqual([]);
    expect(campaign.coInitiators).toEqual(['VN', 'CN']);
    expect(campaign.supporters).toEqual(['IFAW', 'TRAFFIC', 'WCS']);
  });

  test.each([
    [1, '2018-09-01', 6],
    [2, '2020-05-08', 15],
    [3, '2021-04-15', 23],
    [4, '2022-04-15', 26],
    [5, '2023-04-15', 25],
    [6, '2024-04-16', 25],
    [7, '2025-04-15', 24],
    [8, '2026-04-15', 25],
  ])('has phase %d from %s with %d members, none twice', (number, startsOn, members) => {
    expect(phase(number).startsOn).toBe(startsOn);
    expect(new Set(phase(number).participants).size).toBe(members);
    expect(phase(number).participants).toHaveLength(members);
  });

  test('has one open phase, the eighth, and that alone is illustrative', () => {
    expect(campaign.phases.filter((each) => each.endsOn === undefined).map((each) => each.number)).toEqual([8]);
    expect(campaign.phases.filter((each) => each.illustrative).map((each) => each.number)).toEqual([8]);
  });

  test.each([
    [1, 'cases', 164],
    [1, 'kilograms:DRUG', 2279.71],
    [1, 'warnings', 6],
    [1, 'feedback', 1],
    [2, 'cases', 284],
    [3, 'cases', 868],
    [3, 'cases:DRUG', 756],
    [3, 'cases:WILDLIFE+TIMBER', 112],
    [4, 'cases', 1362],
    [4, 'cases:DRUG', 1267],
    [4, 'cases:PRECURSOR', 17],
    [4, 'cases:WILDLIFE', 78],
    [5, 'cases', 1715],
    [5, 'cases:DRUG', 1499],
    [5, 'cases:WILDLIFE+TIMBER', 216],
    [6, 'cases:WILDLIFE', 138],
    [7, 'cases', 1155],
    [7, 'cases:DRUG', 1027],
  ])('has for phase %d the reported figure %s of %d, with its source', (number, measure, value) => {
    const figures = phase(number).reported.filter((each) => each.measure === measure);
    expect(figures.length).toBeGreaterThan(0);
    for (const figure of figures) {
      expect(figure.value).toBe(value);
      expect(figure.source.length).toBeGreaterThan(10);
    }
  });

  test('keeps both published changes of phase V, each with its source and what it is against', () => {
    const figures = phase(5).reported.filter((each) => each.measure === 'cases');
    expect(figures.map((each) => each.change)).toEqual([1.11, 0.26]);
    expect(figures[0]?.source).toContain('Vietnam Customs');
    expect(figures[1]?.source).toContain('UNODC');
    for (const each of figures) expect(each.comparedWith).toBeDefined();
  });

  test('reports the opening of phase VI with its attendance and source', () => {
    const opening = phase(6).activities.find((each) => each.startsOn === '2024-04-16');
    expect(opening).toMatchObject({ endsOn: '2024-04-18', delegates: 64, countries: 16, organisations: 4 });
    expect(opening?.source).toBeDefined();
  });

  test('has activities of every kind', () => {
    const kinds = new Set(campaign.phases.flatMap((each) => each.activities.map((activity) => activity.kind)));
    expect(kinds.size).toBe(7);
  });
});
