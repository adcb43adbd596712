// The attack: whatever is asked of an index that holds hidden records, its answer tells something of them. The defence: it
// answers, byte for byte, as an index that never held them.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseChange } from '#subgraphs/campaign/feed/entry.ts';
import type { GatewayCaller } from '#trust/assertion/index.ts';
import { GATEWAY_CALLER } from '../../signing.ts';
import { changed, gone } from '../entries.ts';
import { type HeldIndex, openIndex } from '../held-index.ts';
import { randomCases, randomFilter } from '../random-cases.ts';

const READERS = ['VN', 'TH', 'LA', 'UNODC', 'NOWHERE'] as const;
/** As in the campaign file of held-index.ts. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  'OMD-5': ['VN', 'TH', 'UNODC'],
  'OMD-4': ['VN'],
  'OMD-8': ['LA'],
};

const callerOf = (agency: string, scopes = ['case:read', 'operations:read']): GatewayCaller => ({
  ...GATEWAY_CALLER,
  agency,
  scopes,
});

const ownerOf = ({ caseId }: CaseChange) => caseId.slice(0, caseId.indexOf('-'));

/** A naive reading of the design: who may know of a case. */
function knows(agency: string, each: CaseChange): boolean {
  const { scope, participants } = each.visibleTo;
  if (!['VN', 'TH', 'LA', 'UNODC'].includes(agency)) return false;
  if (scope === 'ALL' || agency === ownerOf(each)) return true;
  if (scope === 'LISTED') return participants.includes(agency);
  return (MEMBERS[each.head.phase ?? ''] ?? []).includes(agency);
}

const visibilities = fc.sample(
  fc.record({
    scope: fc.constantFrom('ALL', 'ALL', 'PHASE', 'LISTED', 'LISTED'),
    readers: fc.subarray(['VN', 'TH', 'LA', 'UNODC']),
  }),
  { numRuns: 400, seed: 5 },
);
const cases = randomCases(400, ['VN', 'TH', 'LA'], 23).map((each, number) => {
  const { scope, readers } = visibilities[number] ?? { scope: 'ALL', readers: [] };
  const participants = scope === 'LISTED' ? [...new Set([ownerOf(each), ...readers])].toSorted() : [];
  return { ...each, visibleTo: { scope, participants } };
});

async function indexOf(held: readonly CaseChange[]): Promise<HeldIndex> {
  const index = await openIndex({ now: () => Date.parse('2026-01-01T00:00:00Z') });
  for (const participant of ['VN', 'TH', 'LA']) {
    await index.take(
      participant,
      held.filter((each) => ownerOf(each) === participant),
    );
  }
  return index;
}

const EVERYTHING = `query ($filter: CaseFilter, $orderBy: CaseOrder, $first: Int, $after: String, $id: ID!, $r: [_Any!]!) {
  campaign(code: "OMD") { ...C statistics(filter: $filter) { ...F } }
  phase(id: "OMD-5") { ...P statistics(filter: $filter) { ...F } }
  eight: phase(id: "OMD-8") { ...P statistics(filter: $filter) { ...F } }
  participants { code feed { state lastSeen cases } }
  case(id: $id) { __typename id reference }
  _entities(representations: $r) { __typename ... on Case { id kind revision } }
}
fragment C on Campaign { cases(filter: $filter, orderBy: $orderBy, first: $first, after: $after) { ...L } }
fragment P on Phase { cases(filter: $filter, orderBy: $orderBy, first: $first, after: $after) { ...L } }
fragment L on CaseConnection {
  totalCount nodes { id } edges { cursor node { id seizedIn reportedAt } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
}
fragment F on Statistics {
  windowFrom windowTo coverage { participant { code } state cases } caseCount changeOnPreviousPhase
  byKind { key cases share } byParticipant { key cases } byMonth { key cases } byDrug(top: 2) { key cases }
  byTaxon { key cases } byMode { key cases } quantities { commodity unit total kilograms }
  flows(top: 3) { origin destination via cases kilograms } countryLinked(top: 3) { key cases }
  returns { commodity events }
}`;

const types: Readonly<Record<string, string>> = {
  VN: 'VietnamCustomsCase',
  TH: 'ThailandCustomsCase',
  LA: 'LaosCustomsCase',
};

const positions = fc.record({
  filter: randomFilter,
  orderBy: fc.constantFrom('SEIZED_ASC', 'SEIZED_DESC', 'REPORTED_DESC', 'KILOGRAMS_DESC'),
  first: fc.integer({ min: 1, max: 40 }),
  at: fc.option(fc.nat({ max: cases.length - 1 })),
  id: fc.nat({ max: cases.length - 1 }),
});

describe('an index with hidden records', () => {
  let whole: HeldIndex;
  const without = new Map<string, HeldIndex>();
  beforeAll(async () => {
    whole = await indexOf(cases);
    for (const reader of READERS) without.set(reader, await indexOf(cases.filter((each) => knows(reader, each))));
  }, 60_000);
  afterAll(async () => {
    for (const index of [whole, ...without.values()]) await index.close();
  });

  const looked = async (id: string | undefined) => {
    const before = whole.statements.length;
    const query = `query ($id: ID!, $r: [_Any!]!) { case(id: $id) { id } _entities(representations: $r) { __typename } }`;
    const answer = await whole.ask(query, { id, r: [{ __typename: 'VietnamCustomsCase', id }] }, callerOf('TH'));
    return JSON.stringify([answer, whole.statements.slice(before)]);
  };

  it.each(READERS)('answers %s as one that never held them, whatever is asked', async (reader) => {
    expect(cases.some((each) => !knows(reader, each))).toBe(true);
    const index = without.get(reader);
    await fc.assert(
      fc.asyncProperty(positions, async ({ filter, orderBy, first, at, id }) => {
        // Cursors of every case, hidden ones too: as their owners would pass them on.
        const after = at === null ? null : cursorOf(orderBy, cases[at]);
        const asked = cases[id];
        if (asked === undefined) throw new Error('expected a case, got none');
        const r = Object.values(types).flatMap((__typename) => [
          { __typename, id: asked.caseId },
          { __typename, id: asked.caseId, participant: { code: reader }, scope: 'ALL', visibleTo: { scope: 'ALL' } },
        ]);
        const variables = { filter, orderBy, first, after, id: asked.caseId, r };
        const [got, expected] = await Promise.all([
          whole.ask(EVERYTHING, variables, callerOf(reader)),
          index?.ask(EVERYTHING, variables, callerOf(reader)),
        ]);
        expect(got).toEqual(expected);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('shows a hidden case to whom its owner named, and to the owner', async () => {
    const hidden = cases.find((each) => each.visibleTo.participants.join() === 'LA,VN' && ownerOf(each) === 'VN');
    if (hidden === undefined) throw new Error('expected a case for LA and VN, got none');
    const found = async (agency: string) =>
      (await whole.ask('query ($id: ID!) { case(id: $id) { id } }', { id: hidden.caseId }, callerOf(agency))).case;
    expect(await found('VN')).toEqual({ id: hidden.caseId });
    expect(await found('LA')).toEqual({ id: hidden.caseId });
    expect(await found('TH')).toBeNull();
  });

  it('takes the same path for a hidden case and a missing one', async () => {
    const hidden = cases.find((each) => !knows('TH', each));
    expect(await looked(hidden?.caseId)).toBe(await looked('VN-none'));
  });
});

function cursorOf(order: string, each: CaseChange | undefined): string {
  if (each === undefined) throw new Error('expected a case, got none');
  const { seizedIn, reportedAt } = each.head;
  const keys = order.startsWith('SEIZED')
    ? [seizedIn, reportedAt]
    : [order === 'REPORTED_DESC' ? reportedAt : (each.facts.kilograms ?? -1)];
  return Buffer.from(JSON.stringify([order, keys, each.caseId])).toString('base64url');
}

describe('a release that changes', () => {
  let index: HeldIndex;
  let now = Date.parse('2026-01-01T00:00:00Z');
  const red = { scope: 'LISTED' as const, participants: ['LA', 'VN'] };
  const count = async (agency: string, asOf?: string) => {
    const query =
      'query ($asOf: DateTime) { phase(id: "OMD-5") { cases { totalCount } statistics(asOf: $asOf) { caseCount } } }';
    const { phase } = await index.ask(query, { asOf }, callerOf(agency));
    return asOf === undefined ? [phase.cases.totalCount, phase.statistics.caseCount] : phase.statistics.caseCount;
  };
  const instant = () => {
    now += 60_000;
    return new Date(now - 30_000).toISOString();
  };
  beforeAll(async () => {
    index = await openIndex({ now: () => now });
  });
  afterAll(() => index.close());

  it('governs figures that are run again: what was tightened since is not in them, nor what was hidden then', async () => {
    await index.take('VN', [changed('VN-1'), changed('VN-2', { visibleTo: red }), changed('VN-3')]);
    const first = instant();
    expect(await count('TH')).toEqual([2, 2]);
    await index.take('VN', [changed('VN-1', { revision: 2, visibleTo: red }), changed('VN-2', { revision: 2 })]);
    const second = instant();
    // VN-1 was tightened, VN-2 loosened.
    expect(await count('TH')).toEqual([2, 2]);
    expect(await count('TH', first)).toBe(1);
    expect(await count('TH', second)).toBe(2);
    for (const agency of ['VN', 'LA']) for (const asOf of [first, second]) expect(await count(agency, asOf)).toBe(3);
    // One that is gone stays as hidden as it was last.
    await index.take('VN', [gone('VN-1', 3), gone('VN-3', 2)]);
    instant();
    expect(await count('TH')).toEqual([1, 1]);
    expect(await count('TH', second)).toBe(2);
    expect(await count('LA', second)).toBe(3);
  });
});

describe('the state of a feed', () => {
  it('tells cases and cursor to operators alone, even where a gateway lets others ask', async () => {
    const index = await openIndex();
    await index.take('VN', [changed('VN-1')]);
    const query = '{ participant(code: "VN") { feed { cases cursor } } }';
    const asked = async (scopes: string[]) => (await index.ask(query, {}, callerOf('TH', scopes))).participant.feed;
    expect(await asked(['case:read', 'operations:read'])).toMatchObject({ cases: 1 });
    expect(await asked(['case:read'])).toEqual({ cases: null, cursor: null });
    await index.close();
  });
});
