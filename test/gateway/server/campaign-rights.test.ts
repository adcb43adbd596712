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
      data: { viewer: { scopes: ['statistics:read'] }, campaign: null, case: null },
      errors: [denied('campaign', 'cases'), denied('case')],
    });
    expect(campaign.hub.received.map(({ query }) => query).join()).not.toContain('cases');
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
