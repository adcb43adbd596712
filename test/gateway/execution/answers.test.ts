// What a subgraph may do with its answer: fail, and cost its own fields; never more, and never say what was not asked.
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Federation, federation, type Instead } from './worlds/federation.ts';
import { chained, media, mutations, products, unions, values } from './worlds/worlds.ts';

const shop = federation(products);
const ask = (text: string, instead?: Instead, on: Federation = shop) => on.ours(parse(text), {}, instead);

const error = (path: unknown[]) => ({ data: null, errors: [{ message: 'no', path }] });

/** In place of one subgraph's answer. */
const from =
  (subgraph: string, answer: unknown): Instead =>
  (call, real) =>
    call.subgraph === subgraph ? (answer as Awaited<ReturnType<typeof real>>) : real();

describe('a subgraph that does not answer', () => {
  it('costs its own fields alone', async () => {
    const { data, flaws } = await ask(
      '{ products { name inStock maker { country } } }',
      from('inventory', { data: null }),
    );
    expect(data).toEqual({
      products: [
        { name: 'product 0', inStock: null, maker: { country: 'CN' } },
        { name: 'product 1', inStock: null, maker: { country: 'VN' } },
        { name: null, inStock: null, maker: { country: 'CN' } },
      ],
    });
    expect(flaws).toEqual([]);
  });

  it('spreads null from a field that may not be null, no further than the schema says', async () => {
    const { data, flaws } = await ask('{ products { upc maker { country } } }', from('makers', { data: null }));
    expect(data).toEqual({ products: ['p1', 'p2', 'p3'].map((upc) => ({ upc, maker: null })) });
    expect(flaws).toEqual(
      [0, 1, 2].map((index) => ({
        path: ['products', index, 'maker', 'country'],
        subgraphs: ['makers'],
        isMissing: true,
      })),
    );
  });

  it('is not asked, nor anybody after it, for what needs its answer', async () => {
    const on = federation(chained);
    const { data, calls } = await ask('{ items { base told } }', from('b', { data: null }), on);
    expect(data).toMatchObject({ items: [{ base: 5, told: null }, { base: 6, told: null }, {}, {}, null] });
    expect(calls.map(({ subgraph }) => subgraph)).not.toContain('d');
  });

  it('leaves the rest null where the root itself does not answer', async () => {
    const { data, calls } = await ask(
      '{ topProducts { name inStock } reviews { stars } }',
      from('catalogue', { data: null }),
    );
    expect(data).toMatchObject({
      topProducts: null,
      reviews: [{ stars: 0 }, { stars: 1 }, { stars: 2 }, { stars: 3 }],
    });
    expect(calls.map(({ subgraph }) => subgraph)).not.toContain('inventory');
  });

  it('tells its errors with the client’s names in the path, none below entities', async () => {
    const root = await ask('{ best: reviews(best: true) { stars } }', (call) =>
      error([Object.keys(call.variables).length > 0 ? '__a_best' : '?', 0]),
    );
    expect(root.errors).toEqual([{ message: 'no', path: ['best', 0] }]);
    const below = await ask('{ products { inStock } }', from('inventory', error(['_entities', 0, 'inStock'])));
    expect(below.errors).toEqual([{ message: 'no' }]);
  });
});

describe('a subgraph that answers otherwise than it was asked', () => {
  it.each([
    ['too few entities', [{ inStock: true }]],
    ['too many', [1, 2, 3, 4].map(() => ({ inStock: true }))],
    ['none', null],
    ['entities that are no list', { inStock: true }],
  ])('with %s is not believed at all', async (_, entities) => {
    const { data, flawed } = await ask(
      '{ products { upc inStock } }',
      from('inventory', { data: { _entities: entities } }),
    );
    expect(data).toEqual({ products: ['p1', 'p2', 'p3'].map((upc) => ({ upc, inStock: null })) });
    expect(flawed).toEqual(new Set(['inventory']));
  });

  it('cannot replace what another answered, nor add what it was not asked for', async () => {
    const lie = {
      __typename: 'Product',
      upc: 'p9',
      name: 'lie',
      price: -1,
      maker: { id: 'm9', country: 'lie' },
      inStock: true,
    };
    const { data } = await ask(
      '{ products { upc name price inStock maker { id country } __typename } }',
      from('inventory', { data: { _entities: [lie, lie, lie] } }),
    );
    expect(JSON.stringify(data)).not.toContain('lie');
    expect(data).toMatchObject({ products: [{ upc: 'p1', price: 100, inStock: true, maker: { id: 'm1' } }, {}, {}] });
  });

  it.each([
    ['of another type', { __typename: 'Review', inStock: true }],
    ['of a type that it does not know', { __typename: 'Maker', inStock: true }],
    ['that is a text', 'inStock'],
    ['that is a list', [{ inStock: true }]],
  ])('with an entity %s costs that entity’s fields', async (_, entity) => {
    const entities = [{ inStock: true }, entity, { inStock: false }];
    const { data, flawed } = await ask(
      '{ products { upc inStock } }',
      from('inventory', { data: { _entities: entities } }),
    );
    expect(data).toEqual({
      products: [
        { upc: 'p1', inStock: true },
        { upc: 'p2', inStock: null },
        { upc: 'p3', inStock: false },
      ],
    });
    expect(flawed).toEqual(new Set(['inventory']));
  });

  it('names no type but its own, anywhere in its answer', async () => {
    const on = federation(unions);
    const pets = [
      { __typename: 'Dog', id: 'd' },
      { __typename: 'Owner', id: 'o' },
      { __typename: 'Nobody', id: 'n' },
      { id: 'x' },
    ];
    const { data } = await ask(
      '{ pets { ... on Cat { id lives } ... on Fish { id } } }',
      from('b', { data: { pets } }),
      on,
    );
    expect(data).toEqual({ pets: [null, null, null, {}] });
    const named = [
      { __typename: 'Fish', name: 'a lie' },
      { __typename: 'Dog', name: 'true' },
    ];
    const other = await ask('{ named { __typename name } }', from('a', { data: { named } }), on);
    expect(other.data).toEqual({ named: [null, { __typename: 'Dog', name: 'true' }] });
    expect(other.flawed).toEqual(new Set(['a']));
  });

  it.each([
    ['an object for a scalar', { x: {}, y: 1 }, ['here', 'at', 'x']],
    ['a text for a number', { x: '1', y: 1 }, ['here', 'at', 'x']],
    ['half a number', { x: 1.5, y: 1 }, ['here', 'at', 'x']],
    ['a list for an object', [{ x: 1, y: 1 }], ['here', 'at']],
  ])('with %s gets null there, and it is told', async (_, at, path) => {
    const on = federation(values);
    const answer = { data: { here: { name: 'n', at } } };
    const { data, flaws, calls } = await ask(
      '{ here { name at { x y } } }',
      (call, real) => (call.text.includes('here') ? answer : real()),
      on,
    );
    expect(data).toEqual({ here: null });
    expect(flaws).toEqual([{ path, subgraphs: [calls[0]?.subgraph], isMissing: false }]);
  });

  it.each<[string, string, unknown, readonly string[]]>([
    ['whoever was asked for the place', 'makers', [{ country: 7 }, { country: 'VN' }], ['makers']],
    ['nobody, where nobody was asked: what it is asked by is missing', 'catalogue', [{ maker: {} }], []],
  ])('is told as the fault of %s', async (_, subgraph, answer, subgraphs) => {
    const instead: Instead = (call, real) => {
      if (call.subgraph !== subgraph) return real();
      return { data: 'representations' in call.variables ? { _entities: answer } : { products: answer } };
    };
    const { flaws } = await ask('{ products { maker { country } } }', instead);
    expect(flaws.length).toBeGreaterThan(0);
    for (const flaw of flaws) expect(flaw.subgraphs).toEqual(subgraphs);
  });

  const DEEP = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;

  it('cannot exhaust the stack by lists in lists, where others are asked about what is in them', async () => {
    const { data, flaws, flawed } = await ask(
      '{ products { upc inStock } }',
      from('catalogue', { data: { products: DEEP } }),
    );
    expect(data).toBeNull();
    expect([flaws.map(({ subgraphs }) => subgraphs), [...flawed]]).toEqual([[['catalogue']], ['catalogue']]);
  });

  it('nor where they are sent what is in them', async () => {
    const on = federation(chained);
    const { data, calls } = await ask(
      '{ items { base told } }',
      (call, real) =>
        call.subgraph === 'c' && 'representations' in call.variables
          ? real().then((answer) => {
              const { _entities: were } = answer.data as { _entities: object[] };
              return { data: { _entities: were.map((each) => ({ ...each, part: DEEP })) } };
            })
          : real(),
      on,
    );
    expect(data).toMatchObject({ items: [{ base: 5, told: null }, { base: 6, told: null }, {}, {}, null] });
    expect(calls.map(({ subgraph }) => subgraph)).not.toContain('d');
  });

  it('cannot reach what objects inherit', async () => {
    const nasty = JSON.parse('{"__proto__":{"inStock":true,"upc":"p9"},"constructor":{"name":"x"}}') as object;
    const { data } = await ask(
      '{ products { constructor: upc toString: inStock valueOf: name hasOwnProperty: __typename } }',
      from('inventory', { data: { _entities: [nasty, nasty, nasty] } }),
    );
    expect(JSON.stringify(data)).toBe(
      JSON.stringify({
        products: ['product 0', 'product 1', null].map((name, index) => ({
          constructor: `p${index + 1}`,
          toString: null,
          valueOf: name,
          hasOwnProperty: 'Product',
        })),
      }),
    );
  });
});

describe('mutations', () => {
  it.each([
    [
      'fields',
      'mutation { a: deposit(id: "1", amount: 1) { ...B } b: deposit(id: "1", amount: 2) { ...B } c: post(amount: 1) d: deposit(id: "1", amount: 3) { ...B } }',
    ],
    [
      'fragments',
      'mutation { a: deposit(id: "1", amount: 1) { ...B } ...M d: deposit(id: "1", amount: 3) { ...B } } fragment M on Mutation { ... { b: deposit(id: "1", amount: 2) { ...B } } c: post(amount: 1) }',
    ],
    [
      'fragments first',
      'mutation { ...N ...M d: deposit(id: "1", amount: 3) { ...B } } fragment N on Mutation { a: deposit(id: "1", amount: 1) { ...B } } fragment M on Mutation { b: deposit(id: "1", amount: 2) { ...B } c: post(amount: 1) ...N }',
    ],
  ])('are done in their order, in %s', async (_, text) => {
    const { data, calls } = await ask(
      `${text} fragment B on Account { balance doubled }`,
      undefined,
      federation(mutations),
    );
    expect(data).toEqual({
      a: { balance: 11, doubled: 22 },
      b: { balance: 13, doubled: 26 },
      c: 1,
      d: { balance: 16, doubled: 32 },
    });
    const changes = calls.filter((call) => call.text.startsWith('mutation')).map(({ subgraph }) => subgraph);
    expect(changes).toEqual(['accounts', 'ledger', 'accounts']);
  });
});

describe('mutations of one subgraph', () => {
  it('are done in their order, in a fragment behind a field', async () => {
    const text = `mutation { a: deposit(id: "1", amount: 1) { balance } ...M }
      fragment M on Mutation { b: deposit(id: "1", amount: 2) { id balance } }`;
    const { data, calls } = await ask(text, undefined, federation(mutations));
    expect(calls).toHaveLength(1);
    expect(data).toEqual({ a: { balance: 11 }, b: { id: '1', balance: 13 } });
  });
});

describe('an entity', () => {
  it('is asked for once, however often it stands in the answer', async () => {
    const { data, calls } = await ask('{ reviews { product { upc inStock } } }');
    const sent = calls.find(({ subgraph }) => subgraph === 'inventory')?.variables.representations;
    expect(sent).toEqual(['p1', 'p2', 'p3'].map((upc) => ({ __typename: 'Product', upc })));
    expect(data).toMatchObject({
      reviews: [0, 1, 2, 0].map((index) => ({ product: { upc: `p${index + 1}`, inStock: index !== 1 } })),
    });
  });

  it('of which only an interface is known has no type name to give', async () => {
    const on = federation(media);
    const { data, flaws } = await ask('{ bestRated { id __typename } }', from('library', { data: null }), on);
    expect(data).toEqual({ bestRated: null });
    expect(flaws).toEqual([{ path: ['bestRated', '__typename'], subgraphs: ['library'], isMissing: true }]);
    expect((await ask('{ bestRated { id rating } }', from('library', { data: null }), on)).data).toEqual({
      bestRated: { id: '3', rating: 1.5 },
    });
  });
});
