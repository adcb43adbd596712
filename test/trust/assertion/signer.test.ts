import { decodeJwt, decodeProtectedHeader } from 'jose';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  type AssertedCaller,
  type AssertionSigner,
  type AssertionVerifier,
  createAssertionSigner,
  createAssertionVerifier,
  createFeedSigner,
} from '#trust/assertion/index.ts';
import { folder, makeKey, type TestKey } from '../workshop.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const lan: AssertedCaller = { subject: 'lan', agency: 'VN', scopes: ['case:read', 'statistics:read'] };

let key: TestKey;
let time: number;
let signer: AssertionSigner;

beforeEach(async () => {
  key = await makeKey(folder(), 'gateway');
  time = NOW;
  signer = await createAssertionSigner({ key: key.file, issuer: 'gateway-1', now: () => time });
});

const about = (caller: AssertedCaller, subgraph = 'vn') => signer.assertionFor({ subgraph, caller });

async function verifierOf(subgraph: string): Promise<AssertionVerifier> {
  const issuers = [{ kind: 'gateway', issuer: 'gateway-1', keys: { jwks: key.jwks } }] as const;
  const verifier = await createAssertionVerifier({
    subgraph,
    issuers,
    onProblem: () => undefined,
    now: () => time,
  });
  onTestFinished(() => verifier.close());
  return verifier;
}

const named = (subject: string) => about({ ...lan, subject });

describe('an assertion', () => {
  it('carries the caller, the subgraph and one minute', async () => {
    const caller = { ...lan, purpose: 'investigation', caseReference: 'VN-2024-17' };
    const token = await about(caller);
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'EdDSA',
      typ: 'campaign-assertion+jwt',
      kid: key.publicKey.kid,
    });
    expect(decodeJwt(token)).toEqual({
      iss: 'gateway-1',
      aud: 'vn',
      sub: 'lan',
      agency: 'VN',
      scope: 'case:read statistics:read',
      purpose: 'investigation',
      case_reference: 'VN-2024-17',
      iat: NOW / 1000,
      exp: NOW / 1000 + 60,
      jti: expect.any(String) as string,
    });
  });

  it('is taken by the subgraph that it is for, and by no other', async () => {
    const token = await about(lan);
    expect(await (await verifierOf('vn')).verify(token)).toMatchObject({ subject: 'lan', scopes: lan.scopes });
    await expect((await verifierOf('cn')).verify(token)).rejects.toThrow('expected an assertion');
  });

  it.each<[string, Partial<AssertedCaller>]>([
    ['without a subject', { subject: '' }],
    ['without an agency', { agency: '' }],
    ['with two scopes in one', { scopes: ['case:read case:nominal'] }],
    ['with an empty scope', { scopes: ['', 'case:read'] }],
    ['with an empty purpose', { purpose: '' }],
  ])('is not made for a caller %s', async (_name, change) => {
    await expect(about({ ...lan, ...change })).rejects.toThrow(/expected claims/);
  });
});

describe('a signature is used again', () => {
  it('for 30 seconds and no longer', async () => {
    const first = await about(lan);
    time = NOW + 29_999;
    expect(await about(lan)).toBe(first);
    time = NOW + 30_000;
    const second = await about(lan);
    expect(second).not.toBe(first);
    expect(decodeJwt(second).exp).toBe((NOW + 90_000) / 1000);
  });

  it('not after the clock was set back', async () => {
    const first = await about(lan);
    time = NOW - 1;
    expect(await about(lan)).not.toBe(first);
  });

  it('by parallel requests', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => about(lan)));
    expect(new Set(tokens).size).toBe(1);
  });

  it('whatever the order of the scopes', async () => {
    expect(await about({ ...lan, scopes: lan.scopes.toReversed() })).toBe(await about(lan));
  });

  it('by nobody else: all that differs makes another', async () => {
    const others: AssertedCaller[] = [
      lan,
      { ...lan, subject: 'minh' },
      { ...lan, agency: 'CN' },
      { ...lan, scopes: ['case:read'] },
      { ...lan, scopes: [...lan.scopes, 'case:nominal'] },
      { ...lan, purpose: 'investigation' },
      { ...lan, purpose: 'statistics' },
      { ...lan, caseReference: 'investigation' },
      { ...lan, subject: 'lan","agency":"CN' },
    ];
    const tokens = await Promise.all([...others.map((caller) => about(caller)), about(lan, 'cn')]);
    expect(new Set(tokens).size).toBe(others.length + 1);
    const subjects = tokens.map((token) => decodeJwt(token).sub);
    expect(subjects).toEqual([...others.map(({ subject }) => subject), 'lan']);
  });

  it('by the right one of 200 that alternate in parallel', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 200 }, (_, index) => about({ ...lan, subject: `person-${index % 7}` })),
    );
    expect(tokens.map((token) => decodeJwt(token).sub)).toEqual(tokens.map((_, index) => `person-${index % 7}`));
    expect(new Set(tokens).size).toBe(7);
  });
});

it('a signer keeps the assertions of so many callers and no more, and drops those used longest ago', async () => {
  signer = await createAssertionSigner({ key: key.file, issuer: 'gateway-1', now: () => time, capacity: 2 });
  const [a, b] = [await named('a'), await named('b')];
  expect(await named('a')).toBe(a);
  await named('c');
  expect(await named('a')).toBe(a);
  expect(await named('b')).not.toBe(b);
});

it("the hub's own assertion is of another type and names nobody", async () => {
  const feeds = await createFeedSigner({ key: key.file, issuer: 'campaign', now: () => time });
  const token = await feeds.assertionFor({ subgraph: 'vn' });
  expect(decodeProtectedHeader(token).typ).toBe('campaign-feed+jwt');
  expect(Object.keys(decodeJwt(token)).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti']);
});
