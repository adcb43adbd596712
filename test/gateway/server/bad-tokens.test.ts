// Every bad request of the table through a real gateway: one status, one body, one set of headers.
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureDevelopmentKey } from '#gateway/authentication/index.ts';
import { BAD_REQUESTS, bearer } from '../authentication/bad-requests.ts';
import { claims, developmentKeys, type Keys, sign } from '../authentication/tokens.ts';
import { type MockCampaign, mockCampaign } from './mock-campaign.ts';

let campaign: MockCampaign;
let keys: Keys;
let strangers: Keys;
const elsewhere = mkdtempSync(join(tmpdir(), 'gateway-issuer-'));
beforeAll(async () => {
  keys = await ensureDevelopmentKey(elsewhere);
  strangers = await developmentKeys();
  campaign = await mockCampaign({
    authentication: {
      issuers: [
        {
          issuer: 'urn:campaign:development',
          audience: 'campaign-gateway',
          jwks: { file: keys.jwksFile },
          algorithms: ['EdDSA'],
          participants: ['VN'],
          scopes: ['case:read'],
          purposes: ['investigation'],
        },
      ],
    },
  });
});
afterAll(async () => {
  await campaign.close();
  rmSync(elsewhere, { recursive: true });
});

interface Got {
  readonly status: number | undefined;
  readonly body: string;
  readonly headers: Record<string, unknown>;
}

/** Sends header lines as they are, also two of a name. */
function send(lines: [string, string][], path = '', body?: string): Promise<Got> {
  const { hostname, port, pathname, host } = new URL(campaign.gateway.url);
  const text = body ?? JSON.stringify({ query: '{ viewer { agency } }' });
  const headers = [
    ['Host', host],
    ['Content-Type', 'application/json'],
    ['Content-Length', String(Buffer.byteLength(text))],
    ['Connection', 'close'],
    ...lines,
  ].flat();
  return new Promise((done, fail) => {
    const request = httpRequest({ hostname, port, path: pathname + path, method: 'POST', headers }, (response) => {
      let got = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        got += part;
      });
      response.once('end', () => {
        const { date: _, 'x-request-id': __, ...rest } = response.headers;
        done({ status: response.statusCode, body: got, headers: rest });
      });
    });
    request.once('error', fail);
    request.end(text);
  });
}

describe('a request with a bad token', () => {
  it('is the only kind that is refused: the same request with a good one is answered', async () => {
    const { status, body } = await send([bearer(await sign(keys, claims()))]);
    expect([status, body]).toEqual([200, '{"data":{"viewer":{"agency":"VN"}}}\n']);
  });

  it('is answered 401 with one body and one set of headers, whatever is wrong with it', async () => {
    const answers = new Map<string, string[]>();
    for (const [what, headers] of BAD_REQUESTS) {
      const got = JSON.stringify(await send(await headers({ keys, strangers })));
      answers.set(got, [...(answers.get(got) ?? []), what]);
    }
    expect([...answers.values()]).toHaveLength(1);
    const [answer = ''] = answers.keys();
    expect(JSON.parse(answer)).toMatchObject({
      status: 401,
      body: '{"errors":[{"message":"A valid token is required.","extensions":{"code":"UNAUTHENTICATED"}}]}',
    });
  });

  it('is answered so where a good token stands in the query, the body, another header or a cookie', async () => {
    const token = await sign(keys, claims());
    expect((await send([], `?access_token=${token}`)).status).toBe(401);
    const body = JSON.stringify({ query: '{ viewer { agency } }', access_token: token });
    expect((await send([], '', body)).status).toBe(401);
    expect((await send([['X-Authorization', `Bearer ${token}`]])).status).toBe(401);
    expect((await send([['Cookie', `access_token=${token}`]])).status).toBe(401);
  });

  it('leaves nothing of a token in the log', async () => {
    const token = await sign(strangers, claims());
    await send([bearer(token)]);
    expect(campaign.log.join('')).not.toContain(token.split('.')[1]);
    expect(campaign.log.join('')).not.toContain(token.split('.')[2]);
  });

  it('loses a scope that its issuer may not grant, and nothing else', async () => {
    const token = await sign(keys, claims({ scope: 'case:read case:nominal CASE:READ case:read*' }));
    const body = JSON.stringify({ query: '{ viewer { agency scopes } }' });
    expect(JSON.parse((await send([bearer(token)], '', body)).body)).toEqual({
      data: { viewer: { agency: 'VN', scopes: ['case:read'] } },
    });
  });
});
