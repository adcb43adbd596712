// The campaign's rights through a real gateway: who gets what, and what subgraphs were asked for.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UNAUTHORIZED } from '#gateway/authorization/index.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { type MockCampaign, mockCampaign } from './mock-campaign.ts';

const STRICTER = participantSdl(
  { caseType: 'ThailandCustomsCase' },
  'extend type ThailandCustomsCase { outcome: Outcome @requiresScopes(scopes: [["th:outcome"]]) }',
);

let campaign: MockCampaign;
let as: (scope: string, agency?: string) => Promise<{ authorization: string }>;
beforeAll(async () => {
  campaign = await mockCampaign({}, { th: STRICTER });
  as = async (scope, agency = 'VN') => ({ authorization: `Bearer ${await campaign.tokenFor(agency, scope)}` });
});
afterAll(() => campaign.close());
beforeEach(() => {
  for (const each of [campaign.hub, ...campaign.participants.values()]) each.received.length = 0;
});

const asked = () => [...campaign.participants.values()].flatMap(({ received }) => received).map(({ query }) => query);
const denied = (...path: string[]) => ({
  message: UNAUTHORIZED.message,
  path,
  extensions: { code: UNAUTHORIZED.code },
});

async function lookups() {
  const text = await (await fetch(new URL('/metrics', campaign.gateway.url))).text();
  const value = (outcome: string) =>
    Number(new RegExp(`plan_cache_lookups_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
  return { hit: value('hit'), miss: value('miss') };
}

describe('in a campaign', () => {
  it('a field of class N1 is null without its scope, with one error, and nobody is asked for it', async () => {
    const query = '{ campaign(code: "OMD") { cases { nodes { id narrative } } } }';
    const without = await campaign.ask(query, { headers: await as('case:read') });
    expect(without.body).toMatchObject({
      data: { campaign: { cases: { nodes: expect.arrayContaining([{ id: 'VN-1', narrative: null }]) } } },
      errors: [denied('campaign', 'cases', 'nodes', '@', 'narrative')],
    });
    expect(without.text).not.toContain('of VN-1');
    expect(asked()).toEqual([]);
    const held = await campaign.ask(query, { headers: await as('case:read case:operational') });
    expect(held.body.errors).toBeUndefined();
    expect(held.text).toContain('of VN-1');
  });

  it('one strict participant closes its own field only', async () => {
    const query = '{ campaign(code: "OMD") { cases { nodes { id outcome { arrests } } } } }';
    const { body } = await campaign.ask(query, { headers: await as('case:read') });
    const nodes = (body.data as { campaign: { cases: { nodes: { id: string; outcome: unknown }[] } } }).campaign.cases
      .nodes;
    expect(Object.fromEntries(nodes.map(({ id, outcome }) => [id, outcome]))).toEqual({
      'KH-1': { arrests: 2 },
      'KH-2': { arrests: 2 },
      'TH-1': null,
      'TH-2': null,
      'VN-1': { arrests: 2 },
      'VN-2': { arrests: 2 },
    });
    expect(body.errors).toEqual([
      {
        ...denied('campaign', 'cases', 'nodes', '@', 'outcome'),
        extensions: { code: UNAUTHORIZED.code, types: ['ThailandCustomsCase'] },
      },
    ]);
    expect(campaign.participants.get('TH')?.received).toEqual([]);
  });

  it('a supporter reads no case, whatever its token says', async () => {
    const headers = await as('case:read case:operational statistics:read', 'IFAW');
    const { status, body } = await campaign.ask(
      '{ viewer { scopes } campaign(code: "OMD") { name cases { totalCount } } case(id: "VN-1") { id } }',
      { headers },
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        viewer: { scopes: ['statistics:read'] },
        campaign: { name: 'Mekong Dragon', cases: null },
        case: null,
      },
      errors: [denied('campaign', 'cases'), denied('case')],
    });
    expect(campaign.hub.received.map(({ query }) => query).join()).not.toContain('cases');
  });

  it.each([
    ['filters', 'filter: { drug: ["heroin"] }', {}],
    ['filters by a variable', 'filter: $filter', { filter: { kind: ['DRUG'] } }],
    ['asks for another instant', 'asOf: "2023-07-01T00:00:00Z"', {}],
  ])('a supporter sees the fixed figures, and none where it %s', async (_, given, variables) => {
    const headers = await as('statistics:read', 'IFAW');
    const query = `query ($filter: CaseFilter) { campaign(code: "OMD") { all: statistics { caseCount } some: statistics(${given}) { caseCount } other: statistics(filter: $filter) { caseCount } } }`;
    campaign.hub.behave(({ query: sent }) => JSON.stringify({ data: { campaign: { all: { caseCount: 7 }, sent } } }));
    const { body } = await campaign.ask(query, { headers, variables });
    campaign.hub.behave(undefined);
    expect(body.errors?.[0]).toEqual(denied('campaign', 'some'));
    expect(campaign.hub.received.map((each) => each.query).join()).not.toContain('some:');
  });

  it('tells a caller what it may read, by the schema and the policies in use', async () => {
    const coordinates = [
      'Case.outcome',
      'VietnamCustomsCase.outcome',
      'Case.narrative',
      'Suspect.name',
      'Phase.statistics',
      'Case.nothing',
      '__proto__.constructor',
    ];
    const query =
      'query ($of: [String!]!) { viewer { mayRead(coordinates: $of) { coordinate allowed reason deniedTypes } } }';
    const ask = async (scope: string, headers = {}) => {
      const { body } = await campaign.ask(query, {
        variables: { of: coordinates },
        headers: { ...(await as(scope)), ...headers },
      });
      expect(body.errors).toBeUndefined();
      const { viewer } = body.data as {
        viewer: { mayRead: { coordinate: string; reason: string | null; deniedTypes: string[] }[] };
      };
      return viewer.mayRead.map(({ coordinate, reason, deniedTypes }) =>
        [coordinate, reason, ...deniedTypes].join(' '),
      );
    };
    expect(await ask('case:read')).toEqual([
      'Case.outcome SCOPE ThailandCustomsCase',
      'VietnamCustomsCase.outcome ',
      'Case.narrative SCOPE',
      'Suspect.name SCOPE',
      'Phase.statistics ',
      'Case.nothing UNKNOWN_COORDINATE',
      '__proto__.constructor UNKNOWN_COORDINATE',
    ]);
    expect((await ask('case:read case:nominal'))[3]).toBe('Suspect.name POLICY');
    const stated = { 'x-purpose': 'investigation', 'x-case-reference': 'VN-1' };
    expect((await ask('case:read case:nominal', stated))[3]).toBe('Suspect.name ');
  });

  it('answers about no more than 500 coordinates a request, and says so', async () => {
    const some = Array.from({ length: 251 }, () => 'Case.id');
    const { status, body } = await campaign.ask(
      'query ($of: [String!]!) { viewer { agency one: mayRead(coordinates: $of) { allowed } two: mayRead(coordinates: $of) { allowed } } }',
      { variables: { of: some } },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { viewer: { agency: 'VN', one: some.map(() => ({ allowed: true })), two: null } },
      errors: [
        {
          message: 'Expected at most 500 coordinates in one request, got 502 or more.',
          path: ['viewer', 'two'],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
  });

  it('equal rights are one plan, and figures show it', async () => {
    const query = '{ campaign(code: "OMD") { cases { nodes { id narrative reference } } } }';
    const before = await lookups();
    for (const scope of [
      'case:read',
      'case:read statistics:read',
      'unheard:of case:read',
      'case:read case:operational',
    ])
      await campaign.ask(query, { headers: await as(scope) });
    const after = await lookups();
    expect([after.hit - before.hit, after.miss - before.miss]).toEqual([2, 2]);
  });
});
