import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changed, gone } from '../entries.ts';
import { type HeldIndex, openIndex } from '../held-index.ts';

let index: HeldIndex;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-01-01T00:00:00Z');
  index = await openIndex({ now: () => now });
});
afterEach(() => index.close());

const FIGURES = `query ($asOf: DateTime) { phase(id: "OMD-5") { statistics(asOf: $asOf) {
  cutOff caseCount changeOnPreviousPhase byKind { key cases } byDrug { key cases } flows { origin destination cases kilograms }
  quantities { commodity total } countryLinked { key cases } byParticipant { key cases } } } }`;

const figures = async (asOf?: string) => (await index.ask(FIGURES, { asOf })).phase.statistics;
const later = () => {
  now += 60_000;
};

const heroin = (value: number) => ({
  head: { kind: 'DRUG' as const },
  facts: {
    drugs: ['heroin'],
    origin: 'LA',
    destination: 'VN',
    kilograms: value,
    quantities: [{ commodity: 'heroin', unit: 'KILOGRAM' as const, value, kilograms: value }],
  },
});

describe('statistics as of an instant', () => {
  it('are run again over what the hub held then, before and after a correction and a deletion', async () => {
    await index.take('VN', [
      changed('VN-1', heroin(0.1)),
      changed('VN-2', heroin(0.2)),
      changed('VN-9', { head: { phase: 'OMD-4' } }),
    ]);
    later();
    const first = await figures();
    expect(first).toMatchObject({ caseCount: 2, changeOnPreviousPhase: 1, quantities: [{ total: 0.3 }] });

    later();
    const timber = { head: { kind: 'TIMBER' as const }, facts: { drugs: [], origin: 'KH', destination: 'VN' } };
    await index.take('VN', [changed('VN-1', { revision: 2, ...timber }), changed('VN-9', { revision: 2 })]);
    later();
    const second = await figures();
    expect(second).toMatchObject({
      caseCount: 3,
      changeOnPreviousPhase: null,
      byKind: [
        { key: 'DRUG', cases: 2 },
        { key: 'TIMBER', cases: 1 },
      ],
      quantities: [{ total: 0.2 }],
    });

    later();
    await index.take('VN', [gone('VN-2', 2)]);
    later();
    const third = await figures();
    expect(third).toMatchObject({ caseCount: 2, byDrug: [], quantities: [] });

    later();
    for (const answer of [first, second, third]) expect(await figures(answer.cutOff)).toEqual(answer);
    expect(await figures('2025-12-31T23:59:59Z')).toMatchObject({ caseCount: 0, byKind: [], flows: [] });
  });

  it('are the same again for every cut-off ever answered, even while the machine clock stands still', async () => {
    const answers = [];
    for (let revision = 1; revision <= 5; revision += 1) {
      answers.push(await figures());
      await index.take('VN', [changed('VN-1', { revision, ...heroin(revision) }), changed(`VN-x${revision}`)]);
      answers.push(await figures());
    }
    expect(new Set(answers.map(({ caseCount }) => caseCount)).size).toBe(6);
    for (const answer of answers) expect(await figures(answer.cutOff)).toEqual(answer);
  });

  it('agree with each other while a page is being written', async () => {
    const page = Array.from({ length: 300 }, (_, number) => changed(`VN-${number}`, heroin(1)));
    const taking = index.take('VN', page);
    const during = [];
    for (let round = 0; round < 20; round += 1) during.push(await figures());
    await taking;
    for (const answer of during) {
      expect(answer.byKind[0]?.cases ?? 0).toBe(answer.caseCount);
      expect(await figures(answer.cutOff)).toEqual(answer);
    }
  });

  it('have one cut-off for one request', async () => {
    const ticking = await openIndex({ now: () => (now += 1) });
    const { campaign } = await ticking.ask(
      '{ campaign(code: "OMD") { statistics { cutOff } phases { statistics { cutOff } } } }',
    );
    const cutOffs = [campaign, ...campaign.phases].map(({ statistics }) => statistics.cutOff);
    expect(new Set(cutOffs).size).toBe(1);
    await ticking.close();
  });

  it('are refused for an instant to come', async () => {
    expect(await index.refused(FIGURES, { asOf: '2026-01-01T00:00:01Z' })).toEqual({
      code: 'BAD_USER_INPUT',
      message: 'asOf: expected an instant that has passed, got 2026-01-01T00:00:01.000Z',
    });
  });
});
