// A gateway that has one issuer's keys in a file and another's at a URL.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IssuerHost, issuerHost, says } from '../authentication/key-set/issuer-host.ts';
import { claims, developmentKeys, type Keys, sign } from '../authentication/tokens.ts';
import { until } from '../until.ts';
import { type MockCampaign, mockCampaign } from './mock-campaign.ts';

let host: IssuerHost;
let keys: Keys;
let campaign: MockCampaign;
const common = { audience: 'campaign-gateway', algorithms: ['EdDSA'] };
beforeAll(async () => {
  keys = await developmentKeys();
  host = await issuerHost((request) => void request.socket.destroy());
  campaign = await mockCampaign({
    authentication: {
      issuers: [
        { issuer: 'urn:campaign:development', jwks: { file: 'development.jwks.json' }, ...common },
        { issuer: 'https://id.example', jwks: { url: host.url }, ...common, participants: ['VN'] },
      ],
    },
  });
});
afterAll(async () => {
  await campaign.close();
  host.close();
});

const statusOf = async (token: string) =>
  (await campaign.ask('{ viewer { agency } }', { headers: { authorization: `Bearer ${token}` } })).status;

describe('an issuer whose keys stand at a URL', () => {
  it('that cannot be reached keeps neither the gateway nor another issuer down', async () => {
    expect((await fetch(new URL('/health?ready', campaign.gateway.url))).status).toBe(200);
    expect(await statusOf(campaign.token)).toBe(200);
    expect(await statusOf(await sign(keys, claims({ iss: 'https://id.example' })))).toBe(401);
  });

  it('is believed once it answers, and no longer than its key is published', async () => {
    const token = await sign(keys, claims({ iss: 'https://id.example' }));
    host.answer = says(readFileSync(keys.jwksFile, 'utf8'));
    await until('the keys to be fetched', async () => (await statusOf(token)) === 200);
    host.answer = says('{"keys":[]}');
    await campaign.gateway.reload();
    expect(await statusOf(token)).toBe(401);
  });

  it('is not believed in the name of the other', async () => {
    host.answer = says(readFileSync(keys.jwksFile, 'utf8'));
    await campaign.gateway.reload();
    expect(await statusOf(await sign(keys, claims({ iss: 'https://id.example' })))).toBe(200);
    expect(await statusOf(await sign(keys, claims({ iss: 'urn:campaign:development' })))).toBe(401);
    expect(await statusOf(await sign(keys, claims({ iss: 'https://id.example', agency: 'TH' })))).toBe(401);
  });
});
