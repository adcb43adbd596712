import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { authenticator } from '#gateway/authentication/index.ts';
import {
  FETCH_INTERVAL_MS,
  FETCH_TIMEOUT_MS,
  type FollowUrlOptions,
  followKeyUrl,
} from '#gateway/authentication/key-set/follow-url.ts';
import { until } from '../../until.ts';
import { claims, developmentKeys, type Keys, now, readJwk, sign } from '../tokens.ts';
import { type IssuerHost, issuerHost, says } from './issuer-host.ts';

const logger = pino({ level: 'silent' });
const NEVER = 3_600_000;
let first: Keys;
let second: Keys;
beforeAll(async () => {
  first = await developmentKeys();
  second = await developmentKeys();
});
const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

function published(...keys: Keys[]): string {
  return JSON.stringify({
    keys: keys.flatMap(({ jwksFile }) => (JSON.parse(readFileSync(jwksFile, 'utf8')) as { keys: unknown[] }).keys),
  });
}

async function setUp(answer: IssuerHost['answer'], options: FollowUrlOptions = {}) {
  const host = await issuerHost(answer);
  let forgotten = 0;
  const set = followKeyUrl(
    host.url,
    logger,
    () => {
      forgotten += 1;
      callers.forget();
    },
    { intervalMs: NEVER, cooldownMs: NEVER, ...options },
  );
  open.push(host, set);
  const config = {
    issuer: 'urn:campaign:development',
    audience: 'campaign-gateway',
    jwks: { url: host.url },
    algorithms: ['EdDSA' as const],
  };
  const callers = authenticator(
    { issuers: [{ config, keys: set }], roster: () => undefined },
    true,
    options.now ?? Date.now,
  );
  /** Whether a token is taken. */
  const taken = async (token: string) => {
    try {
      await callers.authenticate({ rawHeaders: ['Authorization', `Bearer ${token}`] });
      return true;
    } catch {
      return false;
    }
  };
  return { host, set, taken, forgotten: () => forgotten };
}

describe('a key set at a URL', () => {
  it('is waited for by the first token, and fetched once for many', async () => {
    const { host, taken } = await setUp(says(published(first)));
    const tokens = await Promise.all([0, 1, 2, 3].map((each) => sign(first, claims({ sub: `officer ${each}` }))));
    expect(await Promise.all(tokens.map(taken))).toEqual([true, true, true, true]);
    expect(host.asked).toBe(1);
  });

  it('is fetched again for a key that it does not hold', async () => {
    const { host, taken } = await setUp(says(published(first)), { cooldownMs: 0 });
    expect(await taken(await sign(first, claims()))).toBe(true);
    host.answer = says(published(first, second));
    expect(await taken(await sign(second, claims()))).toBe(true);
    expect(host.asked).toBe(2);
    expect(await taken(await sign(first, claims({ sub: 'another' })))).toBe(true);
  });

  it('is not fetched for every stranger: once within the cooldown', async () => {
    let time = Date.now();
    const { host, taken } = await setUp(says(published(first)), { cooldownMs: 10_000, now: () => time });
    expect(await taken(await sign(first, claims()))).toBe(true);
    const hostile = await Promise.all(
      ['a', 'b', '../../etc/passwd', "' OR 1=1 --", 'x'.repeat(4_000)].map((kid) => sign(second, claims(), { kid })),
    );
    for (const token of hostile) expect(await taken(token)).toBe(false);
    expect(host.asked).toBe(1);
    time += 10_001;
    for (const token of hostile) expect(await taken(token)).toBe(false);
    expect(host.asked).toBe(2);
  });

  it('loses a key within the interval, also for a token that was verified before', async () => {
    const { host, taken, forgotten } = await setUp(says(published(first, second)), { intervalMs: 50 });
    const token = await sign(first, claims());
    expect(await taken(token)).toBe(true);
    host.answer = says(published(second));
    await until('the removed key to be refused', async () => !(await taken(token)));
    expect(forgotten()).toBeGreaterThan(0);
    expect(await taken(await sign(second, claims()))).toBe(true);
  });

  it('is looked at twice within a minute, unless told otherwise', () => {
    expect(FETCH_INTERVAL_MS + FETCH_TIMEOUT_MS).toBeLessThan(60_000);
  });

  it('lets nothing be forgotten where it stays as it is', async () => {
    const { set, taken, forgotten } = await setUp(says(published(first)));
    expect(await taken(await sign(first, claims()))).toBe(true);
    await set.check();
    await set.check();
    expect(forgotten()).toBe(1);
  });

  it('that cannot be reached at the start refuses its issuer, until it can', async () => {
    const { host, taken } = await setUp((request) => void request.socket.destroy());
    const token = await sign(first, claims());
    expect(await taken(token)).toBe(false);
    host.answer = says(published(first));
    // Tried again by itself, at first after a second.
    await until('the set to be fetched', () => taken(token));
  });

  it.each<[string, IssuerHost['answer']]>([
    ['that cannot be reached', (request) => void request.socket.destroy()],
    ['that answers 500', says('{}', 500)],
    ['that answers no JSON', says('<html>')],
    ['that answers another form', says('{"keys":{}}')],
    ['that holds a shared secret', says('{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}')],
  ])('%s later serves for ten minutes more', async (_, broken) => {
    let time = Date.now();
    const { host, set, taken } = await setUp(says(published(first)), { now: () => time });
    expect(await taken(await sign(first, claims({ sub: 'a' })))).toBe(true);
    host.answer = broken;
    await set.check();
    const long = now() + 7_200;
    expect(await taken(await sign(first, claims({ sub: 'b', exp: long })))).toBe(true);
    time += 590_000;
    await set.check();
    expect(await taken(await sign(first, claims({ sub: 'c', exp: long })))).toBe(true);
    time += 11_000;
    expect(await taken(await sign(first, claims({ sub: 'd', exp: long })))).toBe(false);
    host.answer = says(published(first));
    await set.check();
    expect(await taken(await sign(first, claims({ sub: 'd', exp: long })))).toBe(true);
  });

  it('with a private key is not taken, and with a key of an unknown kind serves by its others', async () => {
    const { host, set, taken } = await setUp(says(JSON.stringify({ keys: [readJwk(first.keyFile)] })));
    const token = await sign(first, claims());
    expect(await taken(token)).toBe(false);
    const { keys } = JSON.parse(published(first)) as { keys: unknown[] };
    host.answer = says(JSON.stringify({ keys: [{ kty: 'AKP', alg: 'ML-DSA-44', pub: 'x' }, ...keys] }));
    await set.check();
    expect(await taken(token)).toBe(true);
  });
});
