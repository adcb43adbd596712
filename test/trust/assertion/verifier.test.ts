import { rmSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  AssertionRefused,
  type AssertionVerifier,
  createAssertionVerifier,
  type Refusal,
} from '#trust/assertion/index.ts';
import { folder, makeKey, type TestKey } from '../workshop.ts';
import { encode, forge, goodClaims, type Members } from './forge.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const SECONDS = NOW / 1000;

let gateway: TestKey;
let hub: TestKey;
let stranger: TestKey;
let verifier: AssertionVerifier;
let refusals: Refusal[];
let problems: unknown[];
let time: number;

const header = () => ({ alg: 'EdDSA', typ: 'campaign-assertion+jwt', kid: gateway.publicKey.kid });
const claims = () => goodClaims(SECONDS);
const good = () => forge(gateway.file, header(), claims());
const feedHeader = () => ({ alg: 'EdDSA', typ: 'campaign-feed+jwt', kid: hub.publicKey.kid });
const feedClaims = (): Members => {
  const { iat, exp, jti } = claims();
  return { iss: 'campaign', aud: 'vn', iat, exp, jti };
};

beforeEach(async () => {
  const within = folder();
  [gateway, hub, stranger] = await Promise.all([
    makeKey(within, 'gateway'),
    makeKey(within, 'hub'),
    makeKey(within, 'stranger'),
  ]);
  refusals = [];
  problems = [];
  time = NOW;
  verifier = await createAssertionVerifier({
    subgraph: 'vn',
    issuers: [
      { kind: 'gateway', issuer: 'gateway-1', keys: { jwks: gateway.jwks } },
      { kind: 'feed', issuer: 'campaign', keys: { jwks: hub.jwks } },
    ],
    onProblem: (problem) => problems.push(problem),
    onRefused: (refusal) => refusals.push(refusal),
    // Only when a test looks: what it sees must not depend on the clock.
    interval: 3_600_000,
    now: () => time,
  });
  onTestFinished(() => verifier.close());
});

/** Holds that `value` is refused for `refusal`, with the one constant error. */
async function refused(value: string | readonly string[] | undefined, refusal: Refusal): Promise<void> {
  const error: unknown = await verifier.verify(value).then(
    () => 'not refused',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AssertionRefused);
  const { message, code, cause } = error as AssertionRefused;
  expect({ message, code, cause }).toEqual({
    message: 'expected an assertion for this subgraph, got none that is good',
    code: 'ASSERTION_REFUSED',
    cause: undefined,
  });
  expect(refusals).toEqual([refusal]);
  expect(problems).toEqual([]);
}

describe('a verified assertion', () => {
  it('of a gateway says who asks, for whom and what for', async () => {
    const { jti, ...rest } = claims();
    expect(await verifier.verify(forge(gateway.file, header(), { jti, ...rest }))).toEqual({
      kind: 'gateway',
      gateway: 'gateway-1',
      subject: 'lan',
      agency: 'VN',
      scopes: ['case:read', 'statistics:read'],
      purpose: 'investigation',
      caseReference: 'VN-2024-17',
      assertion: jti,
    });
  });

  it('of a gateway may name no scope, no purpose and no case', async () => {
    const { purpose: _purpose, case_reference: _reference, ...rest } = claims();
    const caller = await verifier.verify(forge(gateway.file, header(), { ...rest, scope: '' }));
    expect(caller).toMatchObject({ scopes: [], purpose: null, caseReference: null });
  });

  it('of the hub says which service reads the feed, and is no caller of anything else', async () => {
    const caller = await verifier.verify(forge(hub.file, feedHeader(), { ...feedClaims(), agency: 'VN', sub: 'lan' }));
    expect(caller).toEqual({ kind: 'feed', service: 'campaign', assertion: expect.any(String) as string });
  });

  it('cannot be changed by one request for the next', async () => {
    const token = good();
    const caller = await verifier.verify(token);
    expect(() => Object.assign(caller, { agency: 'CN' })).toThrow(TypeError);
    expect(() => (caller.kind === 'gateway' ? (caller.scopes as string[]).push('case:nominal') : 0)).toThrow(TypeError);
    expect(await verifier.verify(token)).toMatchObject({ agency: 'VN' });
  });

  it('may carry a claim that a newer gateway adds', async () => {
    await expect(verifier.verify(forge(gateway.file, header(), { ...claims(), tier: 1 }))).resolves.toBeDefined();
  });
});

describe('a request is refused', () => {
  it('without an assertion', () => refused(undefined, 'MISSING'));
  it('with an empty assertion', () => refused('', 'MISSING'));
  it('with two assertions, as Node joins them', () => refused(`${good()}, ${good()}`, 'NOT_ONE_TOKEN'));
  it('with two assertions in a list', () => refused([good(), good()], 'NOT_ONE_TOKEN'));
  it('with a list of one', () => refused([good()], 'NOT_ONE_TOKEN'));
  it('with a scheme before the assertion', () => refused(`Bearer ${good()}`, 'NOT_ONE_TOKEN'));
  it('with an assertion that is far too long', () =>
    refused(forge(gateway.file, header(), { ...claims(), more: 'x'.repeat(9000) }), 'NOT_ONE_TOKEN'));
  it('with no token at all', () => refused('campaign', 'NOT_ONE_TOKEN'));
  it('with a header that is no JSON', () => refused(`${encode('{')}.e30.AA`, 'HEADER'));

  it('signed by a key that is not on the roster', () =>
    refused(forge(stranger.file, { ...header(), kid: stranger.publicKey.kid }, claims()), 'UNKNOWN_KEY'));
  it('signed by another key under the name of a known one', () =>
    refused(forge(stranger.file, header(), claims()), 'SIGNATURE'));
  it('with changed claims under a good signature', () => {
    const [head, , signature] = good().split('.');
    return refused(`${head}.${encode(JSON.stringify({ ...claims(), agency: 'CN' }))}.${signature}`, 'SIGNATURE');
  });
  it('with a signature cut off', () => refused(good().slice(0, -10), 'SIGNATURE'));

  it.each<[string, Members, Refusal]>([
    ['of an ordinary type', { typ: 'JWT' }, 'TYPE'],
    ['without a type', { typ: undefined }, 'TYPE'],
    ['of a type in capitals', { typ: 'Campaign-Assertion+JWT' }, 'TYPE'],
    ["of a feed's type by the gateway's key", { typ: 'campaign-feed+jwt' }, 'TYPE'],
    ['with alg none', { alg: 'none' }, 'HEADER'],
    ['with a symmetric alg', { alg: 'HS256' }, 'HEADER'],
    ['without alg', { alg: undefined }, 'HEADER'],
    ['with a key of its own (jwk)', { jwk: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } }, 'HEADER'],
    ['with the address of a key set (jku)', { jku: 'https://stranger.example/keys' }, 'HEADER'],
    ['with a certificate (x5c)', { x5c: ['AA'] }, 'HEADER'],
    ['with the address of a certificate (x5u)', { x5u: 'https://stranger.example/cert' }, 'HEADER'],
    ['with a critical extension that is unknown', { crit: ['exp'], exp: 1 }, 'HEADER'],
    ['with an empty crit', { crit: [] }, 'HEADER'],
    ['with an unencoded payload (b64)', { b64: false, crit: ['b64'] }, 'HEADER'],
    ['without the name of a key', { kid: undefined }, 'HEADER'],
    ['with a path for the name of a key', { kid: '../../dev/null' }, 'UNKNOWN_KEY'],
    ['with the name of a prototype for a key', { kid: '__proto__' }, 'UNKNOWN_KEY'],
    ['with a number for the name of a key', { kid: 1 }, 'HEADER'],
  ])('%s', (_name, change, refusal) => refused(forge(gateway.file, { ...header(), ...change }, claims()), refusal));

  it('unsigned, with alg none', () =>
    refused(
      `${encode(JSON.stringify({ ...header(), alg: 'none' }))}.${encode(JSON.stringify(claims()))}.`,
      'NOT_ONE_TOKEN',
    ));

  it.each<[string, Members, Refusal]>([
    ['for another subgraph', { aud: 'cn' }, 'AUDIENCE'],
    ['for several subgraphs', { aud: ['vn', 'cn'] }, 'CLAIMS'],
    ['for a list of this one', { aud: ['vn'] }, 'CLAIMS'],
    ['by another issuer with the key of this one', { iss: 'gateway-2' }, 'ISSUER'],
    ["by the hub's name with the gateway's key", { iss: 'campaign' }, 'ISSUER'],
    ['expired', { iat: SECONDS - 60, exp: SECONDS }, 'EXPIRED'],
    ['from the future', { iat: SECONDS + 6, exp: SECONDS + 66 }, 'IN_THE_FUTURE'],
    ['that lives longer than a minute', { exp: SECONDS + 61 }, 'LIFETIME'],
    ['that ends before it begins', { iat: SECONDS, exp: SECONDS - 1 }, 'LIFETIME'],
    ['with exp as text', { exp: String(SECONDS + 60) }, 'CLAIMS'],
    ['with iat as text', { iat: String(SECONDS) }, 'CLAIMS'],
    ['with exp between two seconds', { exp: SECONDS + 0.5 }, 'CLAIMS'],
    ['with scopes as a list', { scope: ['case:read'] }, 'CLAIMS'],
    ['with scopes between two spaces', { scope: 'case:read  case:nominal' }, 'CLAIMS'],
    ['with scopes between tabs', { scope: 'case:read\tcase:nominal' }, 'CLAIMS'],
    ['with an empty subject', { sub: '' }, 'CLAIMS'],
    ['with a number for a subject', { sub: 1 }, 'CLAIMS'],
    ['with an empty purpose', { purpose: '' }, 'CLAIMS'],
    ['with null for a purpose', { purpose: null }, 'CLAIMS'],
    ['with an id that is none', { jti: '1' }, 'CLAIMS'],
    ...['iss', 'aud', 'sub', 'agency', 'scope', 'iat', 'exp', 'jti'].map((name): [string, Members, Refusal] => [
      `without ${name}`,
      { [name]: undefined },
      'CLAIMS',
    ]),
  ])('%s', (_name, change, refusal) => refused(forge(gateway.file, header(), { ...claims(), ...change }), refusal));

  it.each(['null', '[]', '"text"', '{', '\ud800'])('with the claims %s', (text) =>
    refused(forge(gateway.file, header(), text), 'CLAIMS'),
  );

  it.each<[string, Members, Refusal]>([
    ["of a gateway's type by the hub's key", { typ: 'campaign-assertion+jwt' }, 'TYPE'],
    ['of another type by the hub', { typ: 'JWT' }, 'TYPE'],
  ])('%s, with all the claims of a caller', (_name, change, refusal) =>
    refused(forge(hub.file, { ...feedHeader(), ...change }, { ...claims(), iss: 'campaign' }), refusal),
  );
  it('on a feed of another subgraph', () =>
    refused(forge(hub.file, feedHeader(), { ...feedClaims(), aud: 'cn' }), 'AUDIENCE'));
});

describe('time', () => {
  it('is checked again for an assertion that was good before', async () => {
    const token = good();
    await verifier.verify(token);
    time = NOW + 59_999;
    await verifier.verify(token);
    time = NOW + 60_000;
    await refused(token, 'EXPIRED');
  });

  it('of a signer may be a few seconds ahead, never behind the end', async () => {
    await verifier.verify(forge(gateway.file, header(), { ...claims(), iat: SECONDS + 5, exp: SECONDS + 65 }));
    await refused(forge(gateway.file, header(), { ...claims(), iat: SECONDS - 60, exp: SECONDS }), 'EXPIRED');
  });
});

describe('a change of keys', () => {
  it('refuses at once what a removed key signed, though it was good before', async () => {
    const token = good();
    await verifier.verify(token);
    writeFileSync(gateway.jwks, JSON.stringify({ keys: [] }));
    await verifier.checkKeys();
    await refused(token, 'UNKNOWN_KEY');
  });

  it('takes a key that was added', async () => {
    writeFileSync(gateway.jwks, JSON.stringify({ keys: [gateway.publicKey, stranger.publicKey] }));
    await verifier.checkKeys();
    const token = forge(stranger.file, { ...header(), kid: stranger.publicKey.kid }, claims());
    await expect(verifier.verify(token)).resolves.toMatchObject({ agency: 'VN' });
    await expect(verifier.verify(good())).resolves.toBeDefined();
  });

  it('to a file that is gone leaves that issuer without keys, and the others with theirs', async () => {
    const token = good();
    await verifier.verify(token);
    rmSync(gateway.jwks);
    await verifier.checkKeys();
    expect(problems).toHaveLength(1);
    problems.length = 0;
    await refused(token, 'UNKNOWN_KEY');
    await expect(verifier.verify(forge(hub.file, feedHeader(), feedClaims()))).resolves.toMatchObject({ kind: 'feed' });
  });

  it('that gives one key to a gateway and to a feed leaves it to neither', async () => {
    writeFileSync(hub.jwks, JSON.stringify({ keys: [gateway.publicKey] }));
    await verifier.checkKeys();
    expect(String(problems[0])).toContain('expected a key for one issuer and one kind');
    problems.length = 0;
    await refused(good(), 'UNKNOWN_KEY');
  });

  it('of that kind is refused at the start', async () => {
    const keys = { jwks: gateway.jwks };
    const issuers = [
      { kind: 'gateway', issuer: 'gateway-1', keys },
      { kind: 'feed', issuer: 'campaign', keys },
    ] as const;
    const making = createAssertionVerifier({ subgraph: 'vn', issuers, onProblem: () => undefined });
    await expect(making).rejects.toThrow(/one issuer and one kind/);
  });
});

it('an issuer whose keys cannot be read stops the start', async () => {
  const issuers = [{ kind: 'gateway', issuer: 'gateway-1', keys: { jwks: `${gateway.jwks}.none` } }] as const;
  const making = createAssertionVerifier({ subgraph: 'vn', issuers, onProblem: () => undefined });
  await expect(making).rejects.toThrow(/ENOENT/);
});
