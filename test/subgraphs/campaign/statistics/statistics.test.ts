import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseChange } from '#subgraphs/campaign/feed/entry.ts';
import { type HeldIndex, openIndex } from '../held-index.ts';
import { type Filter, meets, randomCases, randomFilter } from '../random-cases.ts';

const FIGURES = `
  caseCount changeOnPreviousPhase
  byKind { key cases share } byParticipant { key cases } byMonth { key cases } byMode { key cases }
  byDrug(top: 2) { key cases } byTaxon { key cases share } countryLinked(top: 3) { key cases }
  quantities { commodity unit total kilograms }
  flows(top: 20) { origin via destination cases kilograms }
`;
const OF_PHASE = `query ($filter: CaseFilter) { phase(id: "OMD-5") { statistics(filter: $filter) { ${FIGURES} } } }`;

const random = randomCases(500, ['VN', 'TH', 'LA'], 11);
let index: HeldIndex;
beforeAll(async () => {
  index = await openIndex({
    feeds: {
      VN: {
        status: 'CURRENT',
        lastSeen: new Date('2026-01-01T00:00:00Z'),
        cursor: 'c',
        failures: 0,
        rejectsDropped: 0,
      },
    },
  });
  for (const participant of ['VN', 'TH', 'LA']) {
    await index.take(
      participant,
      random.filter(({ caseId }) => caseId.startsWith(participant)),
    );
  }
});
afterAll(() => index.close());

const byText = (one: string, other: string) => Number(one > other) - Number(one < other);

/** Cases for each key, most first, then by key. */
function counts(cases: readonly CaseChange[], keysOf: (each: CaseChange) => readonly (string | null)[]) {
  const counted = new Map<string, number>();
  for (const each of cases) {
    for (const key of new Set(keysOf(each))) if (key !== null) counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  return [...counted]
    .map(([key, number]) => ({ key, cases: number }))
    .toSorted((one, other) => other.cases - one.cases || byText(one.key, other.key));
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[][] {
  return [...Map.groupBy(items, (item) => JSON.stringify(keyOf(item))).values()];
}

function way({ facts: { origin, transit, destination } }: CaseChange) {
  return { origin, via: transit, destination };
}

function labels(counted: { key: string; label: string }[]) {
  return Object.fromEntries(counted.map(({ key, label }) => [key, label]));
}

/** What the contract says, in plain loops. */
function naive(phase: string, before: string | undefined, filter: Filter) {
  const of = (id: string | undefined) => random.filter((each) => each.head.phase === id && meets(each, filter));
  const cases = of(phase);
  const previous = before === undefined ? 0 : of(before).length;
  const share = (each: { key: string; cases: number }) => ({ ...each, share: each.cases / cases.length });
  const quantities = cases.flatMap((each) => each.facts.quantities).filter(({ value }) => value !== null);
  const moving = cases.filter((each) => each.facts.origin !== null || each.facts.destination !== null);
  return {
    caseCount: cases.length,
    changeOnPreviousPhase: previous === 0 ? null : (cases.length - previous) / previous,
    byKind: counts(cases, ({ head }) => [head.kind]).map(share),
    byParticipant: counts(cases, ({ caseId }) => [caseId.slice(0, 2)]),
    byMonth: counts(cases, ({ head }) => [head.seizedIn]).toSorted((one, other) => byText(one.key, other.key)),
    byMode: counts(cases, (each) => [each.facts.mode]),
    byDrug: counts(cases, (each) => each.facts.drugs).slice(0, 2),
    byTaxon: counts(cases, (each) => each.facts.taxa).map(share),
    countryLinked: counts(cases, ({ facts: { origin, transit, seizedAt, destination } }) => [
      origin,
      ...transit,
      seizedAt,
      destination,
    ]).slice(0, 3),
    quantities: grouped(quantities, ({ commodity, unit }) => [commodity, unit])
      .map((group) => ({
        commodity: group[0]?.commodity ?? '',
        unit: group[0]?.unit ?? '',
        total: sum(group.map(({ value }) => value)),
        kilograms: sum(group.map(({ kilograms }) => kilograms)),
      }))
      .toSorted((one, other) => byText(one.commodity, other.commodity) || byText(one.unit, other.unit)),
    flows: grouped(moving, way)
      .map((group) => ({
        ...way(group[0] as CaseChange),
        cases: group.length,
        kilograms: sum(group.map((each) => each.facts.kilograms)),
      }))
      .toSorted(
        (one, other) =>
          other.cases - one.cases ||
          byText(one.origin ?? '', other.origin ?? '') ||
          byText(one.destination ?? '', other.destination ?? '') ||
          byText(JSON.stringify(one.via), JSON.stringify(other.via)),
      )
      .slice(0, 20),
  };
}

describe('statistics of a phase', () => {
  it('are those of a naive count, for every filter', async () => {
    await fc.assert(
      fc.asyncProperty(randomFilter, async (filter) => {
        const { phase } = await index.ask(OF_PHASE, { filter });
        expect(phase.statistics).toEqual(naive('OMD-5', 'OMD-4', filter));
      }),
      { numRuns: 120, seed: 3, examples: [[{}]] },
    );
  });

  it('count the same cases as the list does', async () => {
    const filter = { drug: ['heroin'], seizedFrom: '2022-06', seizedTo: '2023' };
    const query = `query ($filter: CaseFilter) { phase(id: "OMD-5") {
      statistics(filter: $filter) { caseCount } cases(filter: $filter) { totalCount } } }`;
    const { phase } = await index.ask(query, { filter });
    expect(phase.statistics.caseCount).toBe(phase.cases.totalCount);
    expect(phase.statistics.caseCount).toBeGreaterThan(0);
  });

  it('compare the open phase with the one before by number, however the file orders them', async () => {
    const { phase } = await index.ask('{ phase(id: "OMD-8") { statistics { changeOnPreviousPhase } } }');
    expect(phase.statistics.changeOnPreviousPhase).toBe(naive('OMD-8', 'OMD-5', {}).changeOnPreviousPhase);
  });

  it('have no change where there is no phase before, or none was counted in it', async () => {
    const { campaign, phase } = await index.ask(`{
      campaign(code: "OMD") { statistics { changeOnPreviousPhase } phase(number: 4) { statistics { changeOnPreviousPhase } } }
      phase(id: "OMD-5") { statistics(filter: { participant: ["UNODC"] }) { caseCount changeOnPreviousPhase byKind { key } } } }`);
    expect(campaign.statistics.changeOnPreviousPhase).toBeNull();
    expect(campaign.phase.statistics.changeOnPreviousPhase).toBeNull();
    expect(phase.statistics).toEqual({ caseCount: 0, changeOnPreviousPhase: null, byKind: [] });
  });

  it('are over all phases for a campaign', async () => {
    const { campaign } = await index.ask('{ campaign(code: "OMD") { statistics { caseCount byKind { key cases } } } }');
    const reported = random.filter(({ head }) => head.phase !== null);
    expect(campaign.statistics.caseCount).toBe(reported.length);
    expect(campaign.statistics.byKind).toEqual(counts(reported, ({ head }) => [head.kind]));
  });

  it('have words for their keys', async () => {
    const { phase } = await index.ask(`{ phase(id: "OMD-5") { statistics(filter: { seizedTo: "2022" }) {
      byKind { key label } byParticipant { key label } byMonth { key label } byMode { key label } byDrug { label }
      countryLinked { key label } } } }`);
    const { byKind, byParticipant, byMonth, byMode, countryLinked } = phase.statistics;
    expect(labels(byKind)).toMatchObject({ DRUG: 'Drugs', WILDLIFE: 'Wildlife' });
    expect(labels(byParticipant)).toMatchObject({ VN: 'Vietnam Customs', TH: 'Thai Customs Department' });
    expect(labels(byMonth)).toMatchObject({ 2022: '2022', '2022-03': 'March 2022' });
    expect(labels(byMode)).toMatchObject({ ROAD: 'Road transport' });
    expect(labels(countryLinked)).toMatchObject({ VN: 'Vietnam', LA: 'Laos' });
  });

  it.each([0, -5, 1_001])('refuse top: %d', async (top) => {
    const query = `{ phase(id: "OMD-5") { statistics { byDrug(top: ${top}) { key } } } }`;
    expect(await index.refused(query)).toEqual({
      code: 'BAD_USER_INPUT',
      message: `top: expected 1 to 1000, got ${top}`,
    });
  });
});

/** Number of statements that these figures cost. */
async function run(fields: string): Promise<number> {
  index.statements.length = 0;
  await index.ask(`{ phase(id: "OMD-5") { statistics { ${fields} } } }`);
  return index.statements.length;
}

describe('what a statistic says of itself', () => {
  it.each([
    ['5', null, '2023-04-15', '2023-11-16'],
    ['8', null, '2026-04-15', null],
    ['5', { seizedFrom: '2023-06', seizedTo: '2024' }, '2023-06-01', '2023-11-16'],
    ['5', { seizedFrom: '2022', seizedTo: '2023-02' }, '2023-04-15', '2023-02-28'],
    ['8', { seizedTo: '2028-02' }, '2026-04-15', '2028-02-29'],
  ])('is the window of phase %s, narrowed by %j', async (number, filter, windowFrom, windowTo) => {
    const query = `query ($id: ID!, $filter: CaseFilter) { phase(id: $id) { statistics(filter: $filter) { windowFrom windowTo } } }`;
    const { phase } = await index.ask(query, { id: `OMD-${number}`, filter });
    expect(phase.statistics).toEqual({ windowFrom, windowTo });
  });

  it('is for a campaign the window of all its phases, open while one is', async () => {
    const { campaign } = await index.ask('{ campaign(code: "OMD") { statistics { windowFrom windowTo } } }');
    expect(campaign.statistics).toEqual({ windowFrom: '2022-04-15', windowTo: null });
  });

  it('is which feeds were in it: members that report cases, and who else was counted', async () => {
    const coverage = '{ coverage { participant { code } state lastSeen } }';
    const { phase } = await index
      .ask(`{ phase(id: "OMD-5") {
      statistics ${coverage}
      } other: phase(id: "OMD-5") { statistics(filter: { seizedFrom: "1999", seizedTo: "1999" }) ${coverage}
      } named: phase(id: "OMD-5") { statistics(filter: { participant: ["LA", "TH"] }) ${coverage} } }`)
      .then((data) => ({
        phase: [data.phase, data.other, data.named].map(({ statistics }) =>
          statistics.coverage.map((each: { participant: { code: string } }) => each.participant.code),
        ),
      }));
    // LA is no member of the phase, but reported to it. UNODC is one that reports no cases.
    expect(phase).toEqual([
      ['LA', 'TH', 'VN'],
      ['TH', 'VN'],
      ['LA', 'TH'],
    ]);
    const { phase: states } = await index.ask(
      `{ phase(id: "OMD-4") { statistics(filter: { participant: ["VN"] }) ${coverage} } }`,
    );
    expect(states.statistics.coverage).toEqual([
      { participant: { code: 'VN' }, state: 'CURRENT', lastSeen: '2026-01-01T00:00:00.000Z' },
    ]);
  });

  it('does not say of a figure run again how the feeds stand now', async () => {
    const { phase } = await index.ask(
      `{ phase(id: "OMD-4") { statistics(filter: { participant: ["VN"] }, asOf: "2025-01-01T00:00:00Z") {
        coverage { participant { code } state lastSeen } } } }`,
    );
    expect(phase.statistics.coverage).toEqual([{ participant: { code: 'VN' }, state: 'NOT_KNOWN', lastSeen: null }]);
  });

  it('costs a statement for each figure asked for, and none for the rest', async () => {
    expect(await run('cutOff windowFrom windowTo')).toBe(0);
    expect(await run('caseCount')).toBe(1);
    expect(await run('byKind { key cases }')).toBe(1);
    expect(await run('byKind { share } byMode { share } caseCount')).toBe(3);
    expect(await run('byParticipant { key } coverage { state }')).toBe(1);
    expect(await run('caseCount changeOnPreviousPhase')).toBe(2);
  });
});
