// Operations of a manifest while participants change what they publish: each is as ready as before, or its fault is told.
import { ApolloServer } from '@apollo/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { idOf, writtenManifest } from '../persisted/written-manifest.ts';
import { until } from '../until.ts';
import { type MockCampaign, mockCampaign } from './mock-campaign.ts';

const LIST = 'query List { campaign(code: "OMD") { cases { nodes { __typename id narrative } } } }';
const OFFICE = 'query Office { case(id: "TH-1") { ... on ThailandCustomsCase { office } } }';
const TH = { caseType: 'ThailandCustomsCase' };
const NATIONAL = participantSdl(TH, 'extend type ThailandCustomsCase { office: String }');

const asked = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function started(): Promise<MockCampaign> {
  const manifest = writtenManifest(LIST, OFFICE);
  open.push(() => manifest.remove());
  const running = await mockCampaign({ persistedOperations: { manifest: manifest.file } }, { th: NATIONAL });
  open.push(() => running.close());
  return running;
}

const metric = async ({ gateway }: MockCampaign, line: string) =>
  Number(
    new RegExp(`^campaign_gateway_${line} (\\d+)$`, 'm').exec(
      await (await fetch(new URL('/metrics', gateway.url))).text(),
    )?.[1] ?? 0,
  );
const planned = (campaign: MockCampaign) => metric(campaign, 'plan_cache_lookups_total\\{outcome="miss"\\}');
const state = (campaign: MockCampaign, name: string) => metric(campaign, `persisted_operations\\{state="${name}"\\}`);

describe('operations of a manifest', { timeout: 60_000 }, () => {
  it('are told of where a participant’s change leaves one without a field, and the gateway takes the change', async () => {
    const campaign = await started();
    expect([await state(campaign, 'ready'), await state(campaign, 'refused')]).toEqual([2, 0]);
    expect((await campaign.ask(OFFICE)).body.data).toEqual({ case: { office: 'office of TH-1' } });
    campaign.log.splice(0);
    campaign.publish('th', participantSdl(TH));
    await campaign.gateway.reload();
    expect([await state(campaign, 'ready'), await state(campaign, 'refused')]).toEqual([1, 1]);
    const faults = campaign.log.filter((line) => line.includes('does not fit'));
    expect(faults.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 50, operation: { name: 'Operation1', id: idOf(OFFICE) }, faults: [expect.stringContaining('office')] },
    ]);
    expect((await campaign.ask(OFFICE)).status).toBe(400);
    const [plans, apollo] = [await planned(campaign), asked.mock.calls.length];
    expect((await campaign.ask(LIST)).status).toBe(200);
    expect([await planned(campaign), asked.mock.calls.length]).toEqual([plans, apollo]);
    campaign.publish('th', NATIONAL);
    await campaign.gateway.reload();
    expect((await campaign.ask(OFFICE)).status).toBe(200);
    expect(asked.mock.calls.length).toBe(apollo);
  });

  it('are answered by their ids while supergraphs come and go, and none of them is planned by a request', async () => {
    const campaign = await started();
    const load = { done: false };
    const failures: string[] = [];
    let answered = 0;
    const client = async () => {
      while (!load.done) {
        const response = await fetch(campaign.gateway.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${campaign.token}` },
          body: JSON.stringify({ documentId: `sha256:${idOf(LIST)}` }),
        });
        const text = await response.text();
        if (response.status !== 200 || text.includes('"errors"')) failures.push(text);
        answered += 1;
      }
    };
    const apollo = asked.mock.calls.length;
    const clients = Promise.all([client(), client(), client()]);
    await until('the first answers', async () => answered > 3);
    for (const sdl of [participantSdl(TH), NATIONAL, participantSdl(TH)]) {
      const before = answered;
      campaign.publish('th', sdl);
      await campaign.gateway.reload();
      expect(answered).toBeGreaterThan(before);
    }
    load.done = true;
    await clients;
    expect(failures).toEqual([]);
    expect(asked.mock.calls.length).toBe(apollo);
  });
});
