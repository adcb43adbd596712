// What is remembered between requests never carries one caller's rights to another, nor old rights past a reload.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { readGatewayConfig, startGateway } from '#gateway/index.ts';
import { type AnyGateway, anySupergraph } from './any-supergraph.ts';
import { STYLES, zoo, zooSdl } from './zoo.ts';

let any: AnyGateway | undefined;
afterEach(async () => {
  await any?.close();
  any = undefined;
});
const start = async (...parameters: Parameters<typeof anySupergraph>) => {
  any = await anySupergraph(...parameters);
  return any;
};

const QUERY = '{ keeper { born name cost town } found { ... on Node { label } } }';
const WHOLE = {
  keeper: { born: 1970, name: 'hidden name', cost: 90, town: 'Hanoi' },
  found: [{ label: 'label of A' }, { label: 'label of B' }, { label: 'label of C' }],
};
const PART = {
  keeper: { born: 1970, name: null, cost: null, town: 'Hanoi' },
  found: [{ label: null }, { label: 'label of B' }, null],
};

async function plans({ gateway }: AnyGateway): Promise<{ hit: number; miss: number; held: number }> {
  const text = await (await fetch(new URL('/metrics', gateway.url))).text();
  const value = (name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(name))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  const lookups = (outcome: string) => value(`campaign_gateway_plan_cache_lookups_total{outcome="${outcome}"}`);
  return { hit: lookups('hit'), miss: lookups('miss'), held: value('campaign_gateway_plan_cache_plans ') };
}

const allowed = (as: string | undefined) => as?.split(' ').includes('s') ?? false;

describe('one operation', { timeout: 60_000 }, () => {
  it.each([
    ['with the right and then without', ['s', undefined, 's']],
    ['without the right and then with', [undefined, 's', undefined]],
  ])('asked %s is answered by each caller\u2019s own rights', async (_, callers) => {
    const running = await start(zoo());
    for (const as of callers) {
      const { data } = await running.ask(QUERY, { as });
      expect(data).toEqual(as === 's' ? WHOLE : PART);
      const asked = running.asked();
      if (as !== 's') expect(asked).not.toMatch(/\bcost|weight|keeper\s*\{[^}]*\bname\b|on A\s*\{[^}]*label/);
    }
  });

  it('asked by two hundred callers at once, by turns, is two plans and no foreign value', async () => {
    const running = await start(zoo());
    const callers = Array.from({ length: 200 }, (_, index) => ['s', '', undefined, 's other', 'other'][index % 5]);
    const answers = await Promise.all(callers.map((as) => running.ask(QUERY, { as })));
    for (const [index, { data }] of answers.entries()) expect(data).toEqual(allowed(callers[index]) ? WHOLE : PART);
    // Equal rights, equal bytes.
    const bodies = (of: boolean) =>
      answers.filter((__, index) => allowed(callers[index]) === of).map(({ text }) => text);
    expect([new Set(bodies(true)).size, new Set(bodies(false)).size]).toEqual([1, 1]);
    const { hit, miss, held } = await plans(running);
    expect([hit + miss, held]).toEqual([200, 2]);
  });
});

describe('a reload', { timeout: 60_000 }, () => {
  it('that adds a requirement holds for every request that begins after it', async () => {
    const running = await start(zoo());
    const strict = zooSdl();
    const sdls = {
      ...strict,
      one: strict.one.replace(
        'born: Int\n        secret',
        `born: Int ${STYLES.imported.needs}(scopes: [["s"]])\n        secret`,
      ),
    };
    expect(sdls.one).not.toBe(strict.one);
    const query = '{ keeper { born } }';
    const seen = new Set<string>();
    const stop = new AbortController();
    const load = Array.from({ length: 8 }, async () => {
      while (!stop.signal.aborted) seen.add((await running.ask(query)).text);
    });
    while (seen.size === 0) await new Promise((next) => setTimeout(next, 5));
    await running.recompose(sdls);
    const after = await Promise.all(Array.from({ length: 50 }, () => running.ask(query)));
    stop.abort();
    await Promise.all(load);
    for (const { data } of after) expect(data).toEqual({ keeper: { born: null } });
    // Under load each answer was by the old rights or by the new, and none failed.
    for (const text of seen) expect(['{"data":{"keeper":{"born":1970}}}\n', after[0]?.text]).toContain(text);
  });

  it('of policies holds for every request that begins after it, and one that cannot be taken changes nothing', async () => {
    const permit = 'permit(principal, action, resource == Policy::"open");';
    const running = await start(zoo(), {}, permit);
    const file = join(running.folder, 'own.cedar');
    const ruled = async () => (await running.ask('{ ruled }', { as: '' })).data;
    expect(await ruled()).toEqual({ ruled: 5 });
    for (const bad of ['permit(', 'permit(principal, action, resource) when { principal.rank > 3 };', '']) {
      writeFileSync(file, bad);
      await running.gateway.reload();
      // An empty file is no fault: it permits nothing.
      expect(await ruled()).toEqual({ ruled: bad === '' ? null : 5 });
    }
    writeFileSync(file, `${permit}\nforbid(principal, action, resource) when { principal.agency == "of no roster" };`);
    await running.gateway.reload();
    expect(await ruled()).toEqual({ ruled: null });
    writeFileSync(file, permit);
    await running.gateway.reload();
    expect(await ruled()).toEqual({ ruled: 5 });
  });
});

describe('a gateway does not start', { timeout: 60_000 }, () => {
  it.each([
    ['a policy that does not parse', 'permit('],
    ['a policy about what callers do not have', 'permit(principal, action, resource) when { principal.rank > 3 };'],
  ])('with %s', async (_, policies) => {
    await expect(anySupergraph(zoo(), {}, policies)).rejects.toThrow('expected policies that');
  });

  const spoil: readonly [string, (sdl: string) => string, string][] = [
    [
      'a version that is not known',
      (sdl) => sdl.replace('requiresScopes/v0.1', 'requiresScopes/v0.2'),
      'expected https://specs.apollo.dev/requiresScopes/v0.1',
    ],
    [
      'an empty list',
      (sdl) => sdl.replace('@requiresScopes(scopes: [["s"]])', '@requiresScopes(scopes: [])'),
      'not empty',
    ],
    [
      'an empty list within',
      (sdl) => sdl.replace('@requiresScopes(scopes: [["s"]])', '@requiresScopes(scopes: [[]])'),
      'not empty',
    ],
    [
      'an empty name',
      (sdl) => sdl.replace('@requiresScopes(scopes: [["s"]])', '@requiresScopes(scopes: [[""]])'),
      'expected a name',
    ],
    [
      'a malformed argument',
      (sdl) => sdl.replace('@requiresScopes(scopes: [["s"]])', '@requiresScopes(scopes: "s")'),
      'expected a list of lists',
    ],
    [
      'a directive without its link',
      (sdl) => sdl.replace(/@link\(url: "https:\/\/specs\.apollo\.dev\/policy\/v0\.1"[^)]*\)/, ''),
      'to be linked',
    ],
    ['no SDL at all', () => 'type {', 'expected SDL'],
  ];
  it('with a supergraph of which the rights are not understood whole', async () => {
    const running = await start(zoo());
    const file = join(running.folder, 'supergraph.graphql');
    const good = readFileSync(file, 'utf8');
    const again = () =>
      startGateway(readGatewayConfig(join(running.folder, 'gateway.yaml')), pino({ level: 'silent' }));
    for (const [what, to, message] of spoil) {
      expect(to(good), what).not.toBe(good);
      writeFileSync(file, to(good));
      await expect(again(), what).rejects.toThrow(message);
      // The one that runs goes on as it was.
      await running.gateway.reload();
      expect((await running.ask('{ keeper { name born } }')).data, what).toEqual({
        keeper: { name: null, born: 1970 },
      });
    }
  });
});

describe('a mutation', { timeout: 60_000 }, () => {
  it('is sent once, though its connection is cut, and a query again', async () => {
    const running = await start(zoo(), { subgraphs: { all: { retries: 3 } } });
    const one = running.subgraphs.get('one');
    one?.behave(() => undefined);
    await running.ask('mutation { rename(to: "x") { id } }');
    expect(one?.received).toHaveLength(1);
    running.asked();
    await running.ask('{ keeper { born } }');
    expect(one?.received.length).toBeGreaterThan(1);
    one?.behave(undefined);
  });

  it('runs its fields in their order, those that are denied left out', async () => {
    const running = await start(zoo());
    const { data, errors } = await running.ask(
      'mutation { first: rename(to: "1") { id } wipe second: rename(to: "2") { id } }',
    );
    expect(data).toEqual({ first: { id: '1' }, wipe: null, second: { id: '2' } });
    expect(errors).toEqual(['wipe']);
  });
});
