// What a gateway says to each subgraph about the caller.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { ANONYMOUS } from '#gateway/authentication/caller.ts';
import { signDevelopmentToken } from '#gateway/authentication/index.ts';
import { readGatewayConfig, startGateway } from '#gateway/index.ts';
import { assertionsOf } from '#gateway/transport/assertions.ts';
import { ASSERTION_HEADER, createAssertionVerifier } from '#trust/assertion/index.ts';
import { type MockCampaign, mockCampaign } from '../server/mock-campaign.ts';
import type { MockSubgraph } from '../server/mock-subgraph.ts';

const LIST = '{ campaign(code: "OMD") { cases { nodes { id narrative } } } }';

let campaign: MockCampaign;
beforeAll(async () => {
  campaign = await mockCampaign();
});
afterAll(() => campaign.close());
const subgraphs = () =>
  new Map([
    ['campaign', campaign.hub],
    ...[...campaign.participants].map(([code, each]): [string, MockSubgraph] => [code.toLowerCase(), each]),
  ]);
beforeEach(() => {
  for (const each of subgraphs().values()) each.received.length = 0;
});

async function verified(subgraph: string, assertion: string | string[] | undefined) {
  const verifier = await createAssertionVerifier({
    subgraph,
    issuers: [{ kind: 'gateway', issuer: 'urn:campaign:gateway', keys: { jwks: campaign.signing.jwks } }],
    onProblem: (error) => expect.unreachable(String(error)),
  });
  onTestFinished(() => verifier.close());
  return verifier.verify(assertion);
}

describe('each call of a subgraph', () => {
  it('says who asks, for this subgraph alone', async () => {
    await campaign.ask(LIST, { headers: { 'x-purpose': 'investigation', 'x-case-reference': 'VN-7' } });
    for (const [name, { received }] of subgraphs()) {
      expect(received, name).toHaveLength(1);
      const assertion = received[0]?.headers[ASSERTION_HEADER];
      expect(await verified(name, assertion)).toMatchObject({
        kind: 'gateway',
        subject: 'officer',
        agency: 'VN',
        scopes: ['case:operational', 'case:read'],
        purpose: 'investigation',
        caseReference: 'VN-7',
      });
      await expect(verified(name === 'vn' ? 'th' : 'vn', assertion)).rejects.toThrow('expected an assertion');
    }
  });

  it('says it with the same signature for the same caller, and another for another', async () => {
    const other = await signDevelopmentToken({
      keyFile: join(campaign.folder, 'development.jwk'),
      agency: 'TH',
      scope: 'case:read',
      subject: 'officer',
    });
    await campaign.ask(LIST);
    await campaign.ask(LIST);
    await campaign.ask(LIST, { headers: { authorization: `Bearer ${other}` } });
    await campaign.ask(LIST, { headers: { 'x-purpose': 'investigation' } });
    const [first, second, third, fourth] = campaign.hub.received.map(({ headers }) => headers[ASSERTION_HEADER]);
    expect(second).toBe(first);
    expect(new Set([first, third, fourth]).size).toBe(3);
    expect(await verified('campaign', third)).toMatchObject({ agency: 'TH' });
    expect(await verified('campaign', fourth)).toMatchObject({ agency: 'VN', purpose: 'investigation' });
  });

  it('says nothing that the client said in its name', async () => {
    await campaign.ask(LIST, { headers: { [ASSERTION_HEADER]: 'x.y.z' } });
    expect(await verified('campaign', campaign.hub.received[0]?.headers[ASSERTION_HEADER])).toMatchObject({
      subject: 'officer',
    });
  });
});

describe('a subgraph that refuses the assertion', () => {
  it('is unavailable to the client, and its words stay inside', async () => {
    const th = campaign.participants.get('TH');
    th?.behave(() => ({
      status: 401,
      body: '{"errors":[{"message":"SECRET","extensions":{"code":"UNAUTHENTICATED"}}]}',
    }));
    const { status, body, text } = await campaign.ask(LIST);
    th?.behave(undefined);
    expect(status).toBe(200);
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'PARTICIPANT_UNAVAILABLE', participant: 'TH' },
    ]);
    expect(text).not.toMatch(/SECRET|UNAUTHENTICATED/);
  });
});

describe('no assertion', () => {
  it('goes with a call for an anonymous caller, whom only a subgraph without them answers', async () => {
    const assertionFor = await assertionsOf({ key: join(campaign.folder, 'gateway.jwk'), issuer: 'g' });
    expect(await assertionFor('vn', ANONYMOUS)).toBeUndefined();
    expect(await assertionFor('vn', { ...ANONYMOUS, subject: 'a', agency: 'VN' })).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('comes from a gateway over a composed supergraph that has no key, token or not', async () => {
    const assertionFor = await assertionsOf(undefined);
    expect(await assertionFor('vn', { ...ANONYMOUS, subject: 'a', agency: 'VN' })).toBeUndefined();
  });
});

describe('a gateway whose key is not there', () => {
  it('does not start', async () => {
    const file = join(campaign.folder, 'gateway.yaml');
    const config = readGatewayConfig(file);
    const key = join(campaign.folder, 'broken.jwk');
    onTestFinished(() => rmSync(key, { force: true }));
    const start = () => startGateway({ ...config, identity: { key, issuer: 'g' } }, pino({ level: 'silent' }));
    await expect(start()).rejects.toThrow('broken.jwk: expected a private Ed25519 key (JWK), got no file');
    writeFileSync(key, '{}');
    await expect(start()).rejects.toThrow('broken.jwk: expected a private Ed25519 key (JWK), got something else');
  });
});
