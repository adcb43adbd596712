import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { CompactSign, importJWK } from 'jose';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { authenticator, TokenError, type TrustedIssuer } from '#gateway/authentication/index.ts';
import { followKeyFile } from '#gateway/authentication/key-set/follow-file.ts';
import type { IssuerConfig } from '#gateway/config/read.ts';
import type { Participant } from '#schema/roster/roster.ts';
import { BAD_REQUESTS, bearer } from './bad-requests.ts';
import { claims, developmentKeys, type Keys, now, readJwk, sign } from './tokens.ts';

const logger = pino({ level: 'silent' });
const member = (code: string, kind: Participant['kind'] = 'CUSTOMS'): Participant => ({
  code,
  name: code,
  kind,
  publicKeys: [],
  illustrative: false,
});
const ROSTER = { participants: [member('VN'), member('CN'), member('IFAW', 'SUPPORTER')] };

let keys: Keys;
let strangers: Keys;
const open: { close(): void }[] = [];

beforeAll(async () => {
  keys = await developmentKeys();
  strangers = await developmentKeys();
});
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

interface Setup {
  readonly issuer?: Partial<IssuerConfig>;
  readonly required?: boolean;
  readonly jwksFile?: string;
  readonly clock?: () => number;
}

function setUp({ issuer = {}, required = true, jwksFile = keys.jwksFile, clock = Date.now }: Setup = {}) {
  const config: IssuerConfig = {
    issuer: 'urn:campaign:development',
    audience: 'campaign-gateway',
    jwks: { file: jwksFile },
    algorithms: ['EdDSA'],
    ...issuer,
  };
  const set = followKeyFile(jwksFile, logger, () => callers.forget(), { now: clock });
  open.push(set);
  const issuers: TrustedIssuer[] = [{ config, keys: set }];
  const callers = authenticator({ issuers, roster: () => ROSTER }, required, clock);
  return { set, ask: async (headers: [string, string][]) => callers.authenticate(request(headers)) };
}

function request(headers: [string, string][]) {
  return { rawHeaders: headers.flat() };
}
describe('the claims and headers of a token', () => {
  const far = now() + 11 * 365.25 * 86_400;
  const faults: [string, Record<string, unknown>, Record<string, unknown>, RegExp][] = [
    ['an exp with a fraction', { exp: now() + 60.5 }, {}, /exp/],
    ['an exp in more than ten years', { exp: far }, {}, /exp within ten years/],
    ['an iat in two minutes', { iat: now() + 120 }, {}, /iat in the past/],
    ['an iat that is text', { iat: 'now' }, {}, /iat/],
    ['an empty sub', { sub: '' }, {}, /subject/],
    ['a sub of spaces', { sub: '  ' }, {}, /subject/],
    ['a sub of two lines', { sub: 'a\nINFO b' }, {}, /subject/],
    ['a sub with an escape', { sub: 'a\u001b[2J' }, {}, /subject/],
    ['a sub with a line separator', { sub: 'a\u2028b' }, {}, /subject/],
    ['the typ of a logout token', {}, { typ: 'logout+jwt' }, /typ JWT or at\+jwt/],
    ['a typ that is no text', {}, { typ: 7 }, /typ/],
    ['compression', {}, { zip: 'DEF' }, /zip/],
  ];
  it.each(faults)('are refused with %s', async (_, payload, header, why) => {
    const { ask } = setUp();
    const refused = ask([bearer(await sign(keys, claims(payload), header))]);
    await expect(refused).rejects.toThrow(TokenError);
    await expect(refused).rejects.toThrow(why);
  });

  it('are refused with an exp beyond every number', async () => {
    const { ask } = setUp();
    const jwk = await importJWK(readJwk(keys.keyFile), 'EdDSA');
    const payload = JSON.stringify(claims({ exp: 7 })).replace('"exp":7', '"exp":1e999');
    const token = await new CompactSign(new TextEncoder().encode(payload))
      .setProtectedHeader({ alg: 'EdDSA', kid: String(readJwk(keys.keyFile).kid) })
      .sign(jwk);
    await expect(ask([bearer(token)])).rejects.toThrow(/exp/);
  });

  it.each(['JWT', 'jwt', 'at+jwt', 'application/at+jwt'])('are taken with typ %s', async (typ) => {
    const { ask } = setUp();
    const token = await sign(keys, claims({ iat: now() + 30, sub: 'Nguy\u1ec5n V\u0103n A' }), { typ });
    await expect(ask([bearer(token)])).resolves.toMatchObject({ agency: 'VN' });
  });
});

describe('a good token', () => {
  it('makes a caller with subject, agency and scopes', async () => {
    const { ask } = setUp();
    const token = await sign(keys, claims({ scope: 'statistics:read case:read case:read' }));
    await expect(ask([bearer(token)])).resolves.toEqual({
      subject: 'officer',
      agency: 'VN',
      scopes: ['case:read', 'statistics:read'],
      purpose: undefined,
      caseReference: undefined,
    });
  });

  it('is taken in any case of the scheme, and with several audiences', async () => {
    const { ask } = setUp();
    const token = await sign(keys, claims({ aud: ['other', 'campaign-gateway'] }));
    await expect(ask([['authorization', `bearer ${token}`]])).resolves.toMatchObject({ agency: 'VN' });
  });

  it('has the scopes that token, issuer and kind of participant all grant', async () => {
    const { ask } = setUp({ issuer: { scopes: ['case:read', 'statistics:read'] } });
    const scope = 'case:read case:nominal statistics:read';
    const scopes = async (agency: string) => (await ask([bearer(await sign(keys, claims({ agency, scope })))])).scopes;
    await expect(scopes('VN')).resolves.toEqual(['case:read', 'statistics:read']);
    await expect(scopes('IFAW')).resolves.toEqual(['statistics:read']);
  });

  it.each([[['case:read']], [{ 'case:read': true }], [undefined], [7]])(
    'has no scopes where scope is %j',
    async (scope) => {
      const { ask } = setUp();
      await expect(ask([bearer(await sign(keys, claims({ scope })))])).resolves.toMatchObject({ scopes: [] });
    },
  );

  it('lets a purpose be stated that it names, and no other', async () => {
    const { ask } = setUp();
    const token = await sign(keys, claims({ purposes: ['investigation'] }));
    const stated = async (...headers: [string, string][]) => (await ask([bearer(token), ...headers])).purpose;
    await expect(stated(['x-purpose', 'investigation'])).resolves.toBe('investigation');
    await expect(stated(['x-purpose', 'curiosity'])).resolves.toBeUndefined();
    await expect(stated()).resolves.toBeUndefined();
  });

  it('carries a case reference in plain text', async () => {
    const { ask } = setUp();
    const token = await sign(keys, claims());
    await expect(ask([bearer(token), ['x-case-reference', 'VN-2023/17']])).resolves.toMatchObject({
      caseReference: 'VN-2023/17',
    });
    await expect(
      ask([bearer(token), ['x-case-reference', 'VN-2023/17'], ['X-Case-Reference', 'VN-2023/18']]),
    ).resolves.toMatchObject({ caseReference: undefined });
    await expect(ask([bearer(token), ['x-case-reference', 'x'.repeat(300)]])).resolves.toMatchObject({
      caseReference: undefined,
    });
  });
});

describe('a request is refused', () => {
  it.each(BAD_REQUESTS)('%s', async (_, headers) => {
    const { ask } = setUp({ issuer: { participants: ['VN'], purposes: ['investigation'] } });
    await expect(ask(await headers({ keys, strangers }))).rejects.toBeInstanceOf(TokenError);
  });

  it.each(BAD_REQUESTS.slice(1))('%s, also where no token is required', async (_, headers) => {
    const { ask } = setUp({ issuer: { participants: ['VN'], purposes: ['investigation'] }, required: false });
    await expect(ask(await headers({ keys, strangers }))).rejects.toBeInstanceOf(TokenError);
  });

  it('but for none, which is anonymous where no token is required', async () => {
    await expect(setUp({ required: false }).ask([])).resolves.toEqual({
      subject: undefined,
      agency: undefined,
      scopes: [],
      purpose: undefined,
      caseReference: undefined,
    });
  });
});

describe('what was verified is remembered', () => {
  it('until the token ends', async () => {
    let time = Date.now();
    const { ask } = setUp({ clock: () => time });
    const token = await sign(keys, claims());
    await expect(ask([bearer(token)])).resolves.toMatchObject({ agency: 'VN' });
    time += 601_000;
    await expect(ask([bearer(token)])).rejects.toBeInstanceOf(TokenError);
  });

  it('until its key is gone', async () => {
    const jwksFile = `${keys.jwksFile}.copy`;
    copyFileSync(keys.jwksFile, jwksFile);
    const { ask, set } = setUp({ jwksFile });
    const token = await sign(keys, claims());
    await expect(ask([bearer(token)])).resolves.toMatchObject({ agency: 'VN' });
    writeFileSync(jwksFile, JSON.stringify({ keys: [] }));
    await set.check();
    await expect(ask([bearer(token)])).rejects.toBeInstanceOf(TokenError);
    copyFileSync(keys.jwksFile, jwksFile);
    await set.check();
    await expect(ask([bearer(token)])).resolves.toMatchObject({ agency: 'VN' });
  });
});

describe('a key set', () => {
  it('that cannot be read at the start refuses its issuer, until it can', async () => {
    const jwksFile = `${keys.jwksFile}.late`;
    rmSync(jwksFile, { force: true });
    const { ask, set } = setUp({ jwksFile });
    const token = await sign(keys, claims());
    await expect(ask([bearer(token)])).rejects.toBeInstanceOf(TokenError);
    copyFileSync(keys.jwksFile, jwksFile);
    await set.check();
    await expect(ask([bearer(token)])).resolves.toMatchObject({ agency: 'VN' });
  });

  it('that can no longer be read serves for ten minutes more', async () => {
    const jwksFile = `${keys.jwksFile}.lost`;
    copyFileSync(keys.jwksFile, jwksFile);
    let time = Date.now();
    const { ask, set } = setUp({ jwksFile, clock: () => time });
    writeFileSync(jwksFile, 'half a fi');
    await set.check();
    await expect(ask([bearer(await sign(keys, claims({ sub: 'a' })))])).resolves.toMatchObject({ agency: 'VN' });
    time += 601_000;
    await expect(ask([bearer(await sign(keys, claims({ sub: 'b' })))])).rejects.toBeInstanceOf(TokenError);
  });

  it.each([
    ['a private key', () => readJwk(keys.keyFile)],
    ['a shared secret', () => ({ kty: 'oct', k: 'c2VjcmV0' })],
  ])('with %s is not taken', async (_, key) => {
    const jwksFile = `${keys.jwksFile}.bad`;
    writeFileSync(jwksFile, JSON.stringify({ keys: [key()] }));
    await expect(setUp({ jwksFile }).ask([bearer(await sign(keys, claims()))])).rejects.toBeInstanceOf(TokenError);
  });
});
