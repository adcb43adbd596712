// What somebody tries who wants a token that is not theirs, or a person sent elsewhere.
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorize, browser, read, redeem, signIn, type TestProvider, testProvider, tokenOf } from './browser.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await testProvider();
});
afterAll(() => provider.close());

const codeOf = async (id: string) => (await signIn(provider, id)).searchParams.get('code');
const login = (id: string) => ({ person: id, password: provider.password(id), action: 'login' });

describe('a code', () => {
  it('is good once', async () => {
    const code = await codeOf('wei');
    expect((await redeem(provider, code)).status).toBe(200);
    expect(await redeem(provider, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['another redirect address', { redirect_uri: 'http://127.0.0.1:10/callback' }],
    ['another client', { client_id: 'somebody' }],
    ['another resource', { resource: 'https://other.example/' }],
    ['more scope', { grant_type: 'refresh_token', refresh_token: 'x' }],
    ['a password instead', { grant_type: 'password', username: 'wei', password: 'x' }],
    ['no person', { grant_type: 'client_credentials' }],
  ])('is worth nothing with %s', async (_, more) => {
    const { status, body } = await redeem(provider, await codeOf('wei'), more);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.access_token).toBeUndefined();
  });
});

describe('a sign-in', () => {
  it.each([
    'http://127.0.0.1:9/other',
    'http://127.0.0.1:9/callback/../other',
    'http://127.0.0.1:9/callback?next=x',
    'https://127.0.0.1:9/callback',
    'http://localhost:9/callback',
    'http://127.0.0.1.evil.example/callback',
    'http://127.0.0.1:9@evil.example/callback',
    'https://evil.example/callback',
    '//evil.example/callback',
    'javascript:alert(1)',
  ])('sends nobody to %s', async (redirectUri) => {
    const page = await browser(provider.issuer).open(authorize(provider.issuer, { redirect_uri: redirectUri }));
    expect(page.status).toBe(400);
    expect(new URL(page.address).origin).toBe(provider.issuer);
    expect(page.text).toContain('invalid_redirect_uri');
  });

  it.each([
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['with PKCE that hides nothing', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['for a token in the address', { response_type: 'token' }, 'unsupported_response_type'],
    ['for an identity in the address', { response_type: 'id_token', nonce: 'x' }, 'unsupported_response_type'],
    ['for another resource', { resource: 'https://other.example/' }, 'invalid_target'],
    ['with a request object', { request: 'e30.e30.' }, 'request_not_supported'],
    ['that may show no page', { prompt: 'none' }, 'login_required'],
  ])('%s is refused', async (_, more, error) => {
    const page = await browser(provider.issuer).open(authorize(provider.issuer, more));
    expect(`${page.address} ${page.text}`).toContain(error);
    expect(page.address).not.toContain('code=');
    expect(page.text).not.toContain('name="password"');
  });

  it('grants no scope that the person was not given, nor one that nobody has', async () => {
    const scope = 'openid case:nominal case:read operations:read admin:all offline_access';
    expect(read(await tokenOf(provider, 'emma', { scope })).payload.scope).toBeUndefined();
    expect(read(await tokenOf(provider, 'lan', { scope })).payload.scope).toBe('case:read');
  });

  it('writes nothing of the request into a page as HTML', async () => {
    const page = await browser(provider.issuer).open(
      authorize(provider.issuer, { client_id: '<script>alert(1)</script>' }),
    );
    expect(page.status).toBe(400);
    expect(page.text).not.toContain('<script');
    const { open } = browser(provider.issuer);
    const { address } = await open(authorize(provider.issuer, { login_hint: '"><script>' }));
    expect((await open(address, { ...login('lan'), person: '"><script>' })).text).not.toContain('<script');
  });
});

describe('the forms', () => {
  it('answer nothing without the cookie of the browser that began', async () => {
    const { address } = await browser(provider.issuer).open(authorize(provider.issuer));
    const stranger = await browser(provider.issuer).open(address, login('lan'));
    expect([stranger.status, stranger.address]).toEqual([400, address]);
    expect(stranger.text).toContain('cookie not found');
  });

  it('answer nothing with the cookie of another sign-in', async () => {
    const mine = browser(provider.issuer);
    const { address } = await mine.open(authorize(provider.issuer));
    expect(mine.cookies()).toContain('_interaction=');
    const other = await browser(provider.issuer).open(authorize(provider.issuer));
    const cookie = mine.cookies();
    const page = await browser(provider.issuer).open(other.address, login('lan'), { cookie });
    expect([page.status, page.text.includes('another')]).toEqual([400, true]);
    // The cookie is good where it belongs.
    expect((await browser(provider.issuer).open(address, undefined, { cookie })).status).toBe(200);
  });

  it.each([
    ['origin', 'https://evil.example'],
    ['origin', 'null'],
    ['sec-fetch-site', 'cross-site'],
    ['sec-fetch-site', 'same-site'],
  ])('answer nothing to another site\u2019s page (%s: %s)', async (name, value) => {
    const { open } = browser(provider.issuer);
    const { address } = await open(authorize(provider.issuer));
    expect((await open(address, login('lan'), { [name]: value })).status).toBe(403);
    expect((await open(address, login('lan'))).text).toContain('Allow access');
  });

  it('cannot be answered out of turn', async () => {
    const { open } = browser(provider.issuer);
    const { address } = await open(authorize(provider.issuer));
    expect((await open(address, { action: 'consent' })).status).toBe(400);
    expect((await open(address, { action: 'anything' })).status).toBe(400);
    expect((await open(address, {})).status).toBe(400);
    const consent = await open(address, login('lan'));
    expect((await open(consent.address, login('fang'))).status).toBe(400);
  });

  it('are read up to a bound, and as forms alone', async () => {
    const { open } = browser(provider.issuer);
    const { address } = await open(authorize(provider.issuer));
    expect((await open(address, { ...login('lan'), more: 'x'.repeat(5_000) })).status).toBe(413);
    expect((await open(address, login('lan'), { 'content-type': 'application/json' })).status).toBe(415);
  });

  it('bound how often a password is guessed, for that person alone', async () => {
    const { open } = browser(provider.issuer);
    const { address } = await open(authorize(provider.issuer));
    const statuses: number[] = [];
    for (let guess = 0; guess < 6; guess += 1)
      statuses.push((await open(address, { person: 'dung', password: `guess ${guess}`, action: 'login' })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await open(address, login('dung'))).status).toBe(429);
    // Nor does beginning anew help.
    const anew = browser(provider.issuer);
    const again = await anew.open(authorize(provider.issuer));
    expect((await anew.open(again.address, login('dung'))).status).toBe(429);
    expect((await anew.open(again.address, login('fang'))).text).toContain('Allow access');
  });

  it.each(['nobody', '__proto__', 'constructor', ''])('sign in nobody called %j', async (person) => {
    const { open } = browser(provider.issuer);
    const { address } = await open(authorize(provider.issuer));
    expect((await open(address, { person, password: '', action: 'login' })).status).toBe(401);
    expect((await open(address, { person, password: 'undefined', action: 'login' })).status).toBe(401);
  });
});

describe('the provider', () => {
  it('answers under its own name only', async () => {
    const { hostname, port } = new URL(provider.issuer);
    const status = await new Promise((done, fail) => {
      const path = authorize('');
      httpRequest({ hostname, port, path, headers: { host: 'evil.example' } }, (response) =>
        done(response.resume().statusCode),
      )
        .once('error', fail)
        .end();
    });
    expect(status).toBe(421);
  });

  it.each([
    '/reg',
    '/device/auth',
    '/device',
    '/request',
    '/token/introspection',
    '/token/revocation',
    '/session/end',
    '/me',
  ])('has no %s', async (path) => {
    expect((await fetch(`${provider.issuer}${path}`, { method: 'POST' })).status).toBe(404);
  });
});
