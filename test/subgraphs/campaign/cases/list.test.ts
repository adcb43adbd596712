import * as fc from 'fast-check';
import { sql as rawSql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseChange } from '#subgraphs/campaign/feed/entry.ts';
import type { CaseOrder } from '#subgraphs/campaign/generated/resolvers.ts';
import { changed, gone } from '../entries.ts';
import { type HeldIndex, openIndex } from '../held-index.ts';
import { type Filter, meets, randomCases, randomFilter } from '../random-cases.ts';

const PAGE = `query ($filter: CaseFilter, $orderBy: CaseOrder, $first: Int, $after: String) {
  phase(id: "OMD-5") { cases(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount
    nodes { id }
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  } }
}`;

const random = randomCases(500, ['VN', 'TH', 'LA'], 7);

let index: HeldIndex;
beforeAll(async () => {
  index = await openIndex();
  for (const participant of ['VN', 'TH', 'LA']) {
    await index.take(
      participant,
      random.filter(({ caseId }) => caseId.startsWith(participant)),
    );
  }
});
afterAll(() => index.close());

const byText = (one: string, other: string) => Number(one > other) - Number(one < other);
const orders: Record<CaseOrder, (one: CaseChange, other: CaseChange) => number> = {
  SEIZED_ASC: (one, other) =>
    byText(one.head.seizedIn, other.head.seizedIn) || byText(one.head.reportedAt, other.head.reportedAt),
  SEIZED_DESC: (one, other) => orders.SEIZED_ASC(other, one),
  REPORTED_DESC: (one, other) => byText(other.head.reportedAt, one.head.reportedAt),
  KILOGRAMS_DESC: (one, other) =>
    (other.facts.kilograms ?? Number.NEGATIVE_INFINITY) - (one.facts.kilograms ?? Number.NEGATIVE_INFINITY) || 0,
};

/** Ids as a naive reading of the contract has them. */
function naive(phases: readonly string[], filter: Filter, order: CaseOrder): string[] {
  return random
    .filter((each) => phases.includes(each.head.phase ?? '') && meets(each, filter))
    .toSorted((one, other) => orders[order](one, other) || byText(one.caseId, other.caseId))
    .map(({ caseId }) => caseId);
}

/** All ids, page by page, with the checks that hold on every page. */
async function walk(filter: Filter, orderBy: CaseOrder, first: number): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { phase } = await index.ask(PAGE, { filter, orderBy, first, after });
    const { nodes, edges, pageInfo, totalCount } = phase.cases;
    expect(edges.map((edge: { node: unknown }) => edge.node)).toEqual(nodes);
    expect(pageInfo.startCursor).toBe(edges.at(0)?.cursor ?? null);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    ids.push(...nodes.map(({ id }: { id: string }) => id));
    expect(pageInfo.hasNextPage).toBe(ids.length < totalCount);
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
}

describe('cases of a phase', () => {
  it('are those of a naive reading, for every filter, order and page size', async () => {
    const order = fc.constantFrom(...(Object.keys(orders) as CaseOrder[]));
    await fc.assert(
      fc.asyncProperty(randomFilter, order, fc.integer({ min: 5, max: 200 }), async (filter, orderBy, first) => {
        expect(await walk(filter, orderBy, first)).toEqual(naive(['OMD-5'], filter, orderBy));
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it.each(Object.keys(orders) as CaseOrder[])('are walked one by one in the order %s, ties by id', async (order) => {
    expect(await walk({ kind: ['DRUG'] }, order, 1)).toEqual(naive(['OMD-5'], { kind: ['DRUG'] }, order));
  });

  it('are latest month first, fifty a page, unless asked otherwise', async () => {
    const { phase } = await index.ask('{ phase(id: "OMD-5") { cases { nodes { id } } } }');
    expect(phase.cases.nodes.map(({ id }: { id: string }) => id)).toEqual(
      naive(['OMD-5'], {}, 'SEIZED_DESC').slice(0, 50),
    );
    const query =
      '{ phase(id: "OMD-5") { cases(first: null, orderBy: null, after: null, filter: null) { nodes { id } } } }';
    expect((await index.ask(query)).phase).toEqual(phase);
  });

  it('are those of all phases for a campaign, and of no other', async () => {
    const { campaign } = await index.ask(
      '{ campaign(code: "OMD") { cases(first: 1000, orderBy: KILOGRAMS_DESC) { totalCount nodes { id phase { id } } } } }',
    );
    const expected = naive(['OMD-4', 'OMD-5', 'OMD-8'], {}, 'KILOGRAMS_DESC');
    expect(campaign.cases.nodes.map(({ id }: { id: string }) => id)).toEqual(expected);
    expect(campaign.cases.totalCount).toBe(expected.length);
    expect(expected.length).toBeLessThan(random.length);
  });

  it('show their head, as the type of their participant', async () => {
    const other = await openIndex();
    const provenance = { source: 'EIA', compiledBy: null, url: 'https://example.org/a' };
    await other.take('TH', [changed('TH-1', { revision: 2, head: { provenance, seizedIn: '2023' } })]);
    const { case: found } = await other.ask(`{ case(id: "TH-1") {
      __typename id reference kind form seizedIn reportedAt revision
      participant { code name } phase { id number campaign { code } } provenance { source compiledBy url } } }`);
    expect(found).toEqual({
      __typename: 'ThailandCustomsCase',
      id: 'TH-1',
      reference: 'ref TH-1',
      kind: 'DRUG',
      form: 'FULL',
      seizedIn: '2023',
      reportedAt: '2023-05-20T08:00:00.000Z',
      revision: 2,
      participant: { code: 'TH', name: 'Thai Customs Department' },
      phase: { id: 'OMD-5', number: 5, campaign: { code: 'OMD' } },
      provenance,
    });
    await other.close();
  });
});

const place = (number: number) => `VN-${String(number).padStart(3, '0')}`;
const at = (number: number) => changed(place(number), { facts: { kilograms: number } });
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('paging', () => {
  it('neither repeats nor loses a case while others come and go', async () => {
    const other = await openIndex();
    const even = Array.from({ length: 50 }, (_, number) => 2 * number);
    await other.take(
      'VN',
      even.map((number) => at(number)),
    );
    const seen: string[] = [];
    let after: string | null = null;
    for (let round = 0; ; round += 1) {
      const variables: Record<string, unknown> = { first: 7, orderBy: 'KILOGRAMS_DESC', after };
      const page: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = (
        await other.ask(PAGE, variables)
      ).phase.cases;
      const { nodes, pageInfo } = page;
      seen.push(...nodes.map(({ id }: { id: string }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
      // Cases in front, on this page and behind it; and the very case that the cursor stands on goes.
      await other.take('VN', [at(99 - round), at(2 * round + 1), gone(nodes.at(-1)?.id ?? '', 2)]);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(even.map((number) => place(number)).filter((id) => !seen.includes(id))).toEqual([]);
    await other.close();
  });

  it.each([0, -1, 1_001])('refuses first: %d', async (first) => {
    const { message, code } = await index.refused(PAGE, { first });
    expect(code).toBe('BAD_USER_INPUT');
    expect(message).toBe(`first: expected 1 to 1000, got ${first}`);
  });

  it('takes the largest page', async () => {
    expect((await index.ask(PAGE, { first: 1_000 })).phase.cases.nodes.length).toBeGreaterThan(100);
  });

  it.each([
    ['no cursor', 'page two'],
    ['an empty one', ''],
    ['another shape', encoded({ order: 'SEIZED_DESC' })],
    ['an order that there is not', encoded(['WEIGHT', ['2023'], 'VN-1'])],
    ['a key of another type', encoded(['SEIZED_DESC', [7, 7], 'VN-1'])],
    ['a key too few', encoded(['SEIZED_DESC', ['2023-05'], 'VN-1'])],
    ['a key that is no number', encoded(['KILOGRAMS_DESC', ['7'], 'VN-1'])],
    ['no id', encoded(['SEIZED_DESC', ['2023-05', '2023-06-01T00:00:00.000Z'], ''])],
    ['too much', encoded(['SEIZED_DESC', ['2023-05', '2023-06-01T00:00:00.000Z'], 'x'.repeat(10_000)])],
  ])('refuses %s as a cursor', async (_, after) => {
    const { message, code } = await index.refused(PAGE, { after });
    expect(code).toBe('BAD_USER_INPUT');
    expect(message).toMatch(/^after: expected a cursor that this list gave, got /);
  });

  it('refuses a cursor of another order', async () => {
    const { phase } = await index.ask(PAGE, { orderBy: 'REPORTED_DESC', first: 1 });
    const after = phase.cases.pageInfo.endCursor;
    expect(await index.refused(PAGE, { orderBy: 'SEIZED_ASC', after })).toEqual({
      code: 'BAD_USER_INPUT',
      message: 'after: expected a cursor of a list in the order SEIZED_ASC, got one of REPORTED_DESC',
    });
  });

  it('refuses a list of no values in a filter, rather than guess what it means', async () => {
    expect(await index.refused(PAGE, { filter: { kind: [] } })).toEqual({
      code: 'BAD_USER_INPUT',
      message: 'filter.kind: expected 1 to 1000 values, got 0; leave the field out for any value',
    });
  });
});

/** Statements that a query costs. */
async function run(query: string): Promise<readonly string[]> {
  index.statements.length = 0;
  await index.ask(query);
  return index.statements;
}

describe('what a list costs', () => {
  it('is one statement for a page of cases with participants, phases and campaigns', async () => {
    const statements = await run(`{ campaign(code: "OMD") { phase(number: 5) { cases(first: 50) {
      nodes { __typename id reference kind seizedIn participant { code name feed { state } } phase { id campaign { code } } }
      edges { cursor } pageInfo { hasNextPage endCursor } } } } }`);
    expect(statements).toHaveLength(1);
  });

  it('has the count and what stands before only where they are asked for', async () => {
    expect(await run('{ phase(id: "OMD-5") { cases { totalCount } } }')).toHaveLength(1);
    expect(await run('{ phase(id: "OMD-5") { cases { totalCount nodes { id } } } }')).toHaveLength(2);
    const { phase } = await index.ask(PAGE, { first: 1 });
    const after = phase.cases.pageInfo.endCursor;
    expect(
      await run(`{ phase(id: "OMD-5") { cases(after: "${after}") { nodes { id } pageInfo { hasPreviousPage } } } }`),
    ).toHaveLength(2);
  });

  it('is one statement for fifty heads asked for by the gateway', async () => {
    const wanted = random.slice(0, 50).map(({ caseId }) => caseId);
    const types: Record<string, string> = {
      VN: 'VietnamCustomsCase',
      TH: 'ThailandCustomsCase',
      LA: 'LaosCustomsCase',
    };
    const representations = wanted.map((id) => `{ __typename: "${types[id.slice(0, 2)]}", id: "${id}" }`).join(' ');
    const statements = await run(`{ _entities(representations: [${representations}]) {
      ... on VietnamCustomsCase { id participant { code } phase { id } }
      ... on ThailandCustomsCase { id } ... on LaosCustomsCase { id } } }`);
    expect(statements).toHaveLength(1);
  });

  it('is bounded by an index, whatever the order', async () => {
    for (const order of Object.keys(orders)) {
      const [sql = ''] = await run(`{ phase(id: "OMD-5") { cases(orderBy: ${order}) { nodes { id } } } }`);
      const explain = await rawSql
        .raw<{ detail: string }>(`explain query plan ${sql.replaceAll('?', "'x'")}`)
        .execute(index.database);
      const plan = explain.rows.map(({ detail }) => detail).join('\n');
      expect(plan).toMatch(/USING INDEX head_by_/);
      // Ascending, only the ids within a month are sorted.
      expect(plan).not.toMatch(/USE TEMP B-TREE FOR ORDER BY/);
    }
  });
});
