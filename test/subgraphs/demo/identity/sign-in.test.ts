import { statSync } from 'node:fs';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rotateKeys } from '#subgraphs/demo/identity/keys.ts';
import { readPeople } from '#subgraphs/demo/identity/people.ts';
import { authorize, browser, read, redeem, signIn, type TestProvider, testProvider, tokenOf } from './browser.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await testProvider();
});
afterAll(() => provider.close());

const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${provider.issuer}/jwks`)), {
    issuer: provider.issuer,
    audience: 'campaign-gateway',
    typ: 'at+jwt',
    algorithms: ['EdDSA'],
  });

describe('signing in', () => {
  it('gives each person an access token with their agency, their purposes and the scopes that they have', async () => {
    const asked = 'openid statistics:read case:read case:nominal operations:read';
    for (const person of readPeople().values()) {
      const { payload } = await verify(await tokenOf(provider, person.id, { scope: asked }));
      expect(payload).toMatchObject({
        sub: person.id,
        agency: person.agency,
        purposes: person.purposes,
        scope: asked
          .split(' ')
          .filter((scope) => person.scopes.includes(scope))
          .join(' '),
      });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600);
    }
  });

  it('asks who it is each time, also in a browser in which somebody has signed in', async () => {
    const { open } = browser(provider.issuer);
    const login = await open(authorize(provider.issuer));
    const form = { person: 'minh', password: provider.password('minh'), action: 'login' };
    const consent = await open(login.address, form);
    expect(new URL((await open(consent.address, { action: 'consent' })).address).searchParams.get('code')).toBeTruthy();
    const again = await open(authorize(provider.issuer));
    expect([again.status, again.text.includes('name="password"')]).toEqual([200, true]);
  });

  it('says on each page that this is a demonstration, in HTML that a reader of screens can read', async () => {
    const { open } = browser(provider.issuer);
    const login = await open(authorize(provider.issuer));
    const consent = await open(login.address, { person: 'lan', password: provider.password('lan'), action: 'login' });
    for (const { text, headers } of [login, consent]) {
      expect(text).toContain('identity provider of a demonstration');
      expect(text).toMatch(/<html lang="en">[\s\S]*<title>[^<]+<\/title>[\s\S]*<main>\s*<h1>/);
      expect(text).not.toContain('<script');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
    for (const [, id] of login.text.matchAll(/<(?:select|input) id="(\w+)"/g))
      expect(login.text).toContain(`<label for="${id}">`);
    // What this person is not given is said before they agree.
    expect(consent.text).toMatch(/does not have:[\s\S]*case:nominal/);
  });

  it('ends with the client told so where the person does not agree', async () => {
    const { open } = browser(provider.issuer);
    const login = await open(authorize(provider.issuer));
    const { address } = await open(login.address, { action: 'abort' });
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:9\/callback\?error=access_denied&.*state=state/);
  });

  it('keeps keys and passwords for their owner alone, and publishes no private key', async () => {
    for (const file of [provider.config.keys, provider.config.passwords])
      expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await (await fetch(`${provider.issuer}/jwks`)).text()).not.toContain('"d"');
    expect(new Set([...readPeople().keys()].map(provider.password)).size).toBe(readPeople().size);
  });

  it('goes on with a new key, and forgets the old ones when told', async () => {
    const before = await tokenOf(provider, 'lan');
    const made = await rotateKeys(provider.config.keys, false);
    await provider.running.check();
    const after = await tokenOf(provider, 'lan');
    expect(read(after).header.kid).toBe(made.kid);
    await expect(verify(before)).resolves.toBeDefined();
    await rotateKeys(provider.config.keys, true);
    await provider.running.check();
    await expect(verify(before)).rejects.toThrow();
    await expect(verify(after)).rejects.toThrow();
    await expect(verify(await tokenOf(provider, 'lan'))).resolves.toBeDefined();
    expect(statSync(provider.config.keys).mode & 0o777).toBe(0o600);
  });

  it('lets a sign-in that is under way end after its key has changed', async () => {
    const code = (await signIn(provider, 'lan')).searchParams.get('code');
    await rotateKeys(provider.config.keys, true);
    await provider.running.check();
    expect((await redeem(provider, code)).status).toBe(200);
  });
});
