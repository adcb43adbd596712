// A gateway follows its files while it answers.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { writeWhole } from '#schema/configuration/write.ts';
import { until } from '../until.ts';
import { HUB_SDL, type MockCampaign, mockCampaign } from './mock-campaign.ts';

const LIST = '{ campaign(code: "OMD") { cases { nodes { __typename id narrative } } } }';
const OFFICE = '{ case(id: "TH-1") { ... on ThailandCustomsCase { office } } }';
const TH = { caseType: 'ThailandCustomsCase' };
const NATIONAL = participantSdl(TH, 'extend type ThailandCustomsCase { office: String }');

let campaign: MockCampaign | undefined;
afterEach(async () => {
  await campaign?.close();
  campaign = undefined;
});

const metrics = async ({ gateway }: MockCampaign) => (await fetch(new URL('/metrics', gateway.url))).text();

describe('a gateway that follows its files', () => {
  it('takes a new published SDL into use by itself, without a failed request meanwhile', {
    timeout: 60_000,
  }, async () => {
    // The participant already serves what it will publish.
    const running = await mockCampaign({}, { th: NATIONAL });
    campaign = running;
    running.publish('th', participantSdl(TH));
    await running.gateway.reload();
    expect((await running.ask(OFFICE)).status).toBe(400);

    const load = { done: false };
    const failures: string[] = [];
    let answered = 0;
    const client = async () => {
      while (!load.done) {
        const { status, text, body } = await running.ask(LIST);
        if (status !== 200 || body.errors) failures.push(text);
        answered += 1;
      }
    };
    const clients = Promise.all([client(), client(), client()]);
    for (const sdl of [NATIONAL, participantSdl(TH), NATIONAL]) {
      const before = answered;
      running.publish('th', sdl);
      const expected = sdl === NATIONAL ? 200 : 400;
      await until('the new SDL to be in use', async () => (await running.ask(OFFICE)).status === expected);
      expect(answered).toBeGreaterThan(before);
    }
    load.done = true;
    await clients;
    expect(failures).toEqual([]);
    expect((await running.ask(OFFICE)).body.data).toEqual({ case: { office: 'office of TH-1' } });
  });

  it('lets a request finish on the schema that it began with', async () => {
    const running = await mockCampaign({}, { th: NATIONAL });
    campaign = running;
    const release = Promise.withResolvers<void>();
    const th = running.participants.get('TH');
    th?.behave(async () => {
      await release.promise;
      return JSON.stringify({ data: { _entities: [{ office: 'late' }] } });
    });
    const slow = running.ask(OFFICE);
    await until('the request to be under way', () => (th?.received.length ?? 0) > 0);
    running.publish('th', participantSdl(TH));
    await running.gateway.reload();
    expect((await running.ask(OFFICE)).status).toBe(400);
    release.resolve();
    expect((await slow).body).toEqual({ data: { case: { office: 'late' } } });
  });

  it('keeps the last good SDL of a participant whose new one is refused, and takes the others\u2019', async () => {
    const running = await mockCampaign({}, { th: NATIONAL });
    campaign = running;
    running.publish('th', `${NATIONAL} extend type Query { spy: String }`);
    running.publish(
      'vn',
      participantSdl({ caseType: 'VietnamCustomsCase' }, 'extend type VietnamCustomsCase { desk: String }'),
    );
    await running.gateway.reload();
    expect((await running.ask(OFFICE)).body.data).toEqual({ case: { office: 'office of TH-1' } });
    expect((await running.ask('{ case(id: "VN-1") { ... on VietnamCustomsCase { id } } __typename }')).status).toBe(
      200,
    );
    expect((await running.ask('{ case(id: "VN-1") { ... on VietnamCustomsCase { desk } } }')).status).toBe(200);
    expect((await running.ask('{ spy }')).status).toBe(400);
    expect(running.log.join('')).toContain('th: Query.spy: expected no root field but caseFeed');
    expect(await metrics(running)).toContain('campaign_gateway_published_sdl_refused{subgraph="th"} 1');
    running.publish('th', NATIONAL);
    await running.gateway.reload();
    expect(await metrics(running)).not.toContain('published_sdl_refused{subgraph="th"} 1');
  });

  it.each([
    [
      'the hub\u2019s SDL is not ours',
      (to: MockCampaign) => to.publish('campaign', `${HUB_SDL} type Extra { x: Int }`),
      'check-hub',
    ],
    [
      'supergraph.yaml is broken',
      (to: MockCampaign) => writeWhole(join(to.folder, 'supergraph.yaml'), 'subgraphs: ['),
      'supergraph.yaml',
    ],
    [
      'the roster is broken',
      (to: MockCampaign) => writeWhole(join(to.folder, 'participants.yaml'), 'nobody'),
      'participants.yaml',
    ],
  ])('keeps the last good schema where %s', async (_, breakIt, logged) => {
    const running = await mockCampaign();
    campaign = running;
    breakIt(running);
    await running.gateway.reload();
    const { status, body } = await running.ask(LIST);
    expect([status, body.errors]).toEqual([200, undefined]);
    expect(running.log.join('')).toContain(logged);
    // The hub's last good SDL still composes; without supergraph.yaml or roster nothing does.
    if (logged !== 'check-hub') expect(await metrics(running)).toMatch(/loads_total\{outcome="failed"\} [1-9]/);
  });

  it('asks an older participant for no more than it publishes', async () => {
    const older = participantSdl({ caseType: 'ThailandCustomsCase' })
      .replaceAll(/"What followed\. Class N0\."\s+outcome: Outcome/g, '')
      .replaceAll(/outcome: Outcome @requiresScopes\([^)]*\)/g, '')
      .replace(/"What followed the seizure[^"]*"\s+type Outcome [^}]*\}/, '');
    expect(older).not.toContain('Outcome');
    const running = await mockCampaign({}, { th: older });
    campaign = running;
    const { body } = await running.ask(
      '{ campaign(code: "OMD") { cases { nodes { id narrative outcome { arrests } } } } }',
    );
    expect(body.errors).toBeUndefined();
    const nodes = (body.data as { campaign: { cases: { nodes: unknown[] } } }).campaign.cases.nodes;
    expect(nodes).toContainEqual({ id: 'TH-1', narrative: 'of TH-1', outcome: null });
    expect(nodes).toContainEqual({ id: 'VN-1', narrative: 'of VN-1', outcome: { arrests: 2 } });
    expect(running.participants.get('TH')?.received[0]?.query).not.toContain('outcome');
    const alone = await running.ask('{ case(id: "TH-1") { id outcome { arrests } } }');
    expect(alone.body).toEqual({ data: { case: { id: 'TH-1', outcome: null } } });
  });

  it('refuses a token whose agency has left the roster', async () => {
    const running = await mockCampaign();
    campaign = running;
    expect((await running.ask('{ viewer { agency } }')).status).toBe(200);
    const file = join(running.folder, 'participants.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('code: VN', 'code: XX'));
    await running.gateway.reload();
    expect((await running.ask('{ viewer { agency } }')).status).toBe(401);
  });
});
