// Attacks on rights through the HTTP gateway, over a supergraph that is not ours. Each case is asked without the scope
// `s`: what it hides must be in no answer and in no question to a subgraph.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyGateway, type Asked, anySupergraph } from './any-supergraph.ts';
import { HIDDEN, STYLES, type Style, zoo } from './zoo.ts';

let any: AnyGateway;
beforeAll(async () => {
  any = await anySupergraph(
    zoo(),
    {},
    'permit(principal, action, resource == Policy::"open") when { context has purpose };',
  );
});
afterAll(() => any.close());

interface Case {
  readonly title: string;
  readonly query: string;
  readonly data: unknown;
  readonly errors: readonly string[];
  /** Must be in no question to a subgraph. */
  readonly never?: RegExp;
  readonly with?: Asked;
}

const CASES: readonly Case[] = [
  {
    title: 'a field',
    query: '{ keeper { name born } }',
    data: { keeper: { name: null, born: 1970 } },
    errors: ['keeper.name'],
    never: /name\b(?<!__typename)/,
  },
  {
    title: 'an alias',
    query: '{ keeper { born: name age: born } }',
    data: { keeper: { born: null, age: 1970 } },
    errors: ['keeper.born'],
    never: /name\b(?<!__typename)/,
  },
  {
    title: 'an alias that is a key',
    query: '{ keeper { id: name town } }',
    data: { keeper: { id: null, town: 'Hanoi' } },
    errors: ['keeper.id'],
    never: /name\b(?<!__typename)/,
  },
  {
    title: 'a named fragment',
    query: '{ keeper { ...F } } fragment F on Keeper { name born }',
    data: { keeper: { name: null, born: 1970 } },
    errors: ['keeper.name'],
  },
  {
    title: 'nested fragments',
    query: '{ keeper { ... { ...F } } } fragment F on Keeper { ... on Keeper { ...G } } fragment G on Keeper { name }',
    data: { keeper: { name: null } },
    errors: ['keeper.name'],
  },
  {
    title: 'a union, type by type',
    query: '{ found { __typename ... on A { label } ... on B { label only } ... on C { id } } }',
    data: { found: [{ __typename: 'A', label: null }, { __typename: 'B', label: 'label of B', only: null }, null] },
    errors: ['found.@ on C', 'found.@.label on A', 'found.@.only'],
  },
  {
    title: 'a mixed interface inside an object',
    query: '{ keeper { pets { id label } } }',
    data: {
      keeper: {
        pets: [
          { id: 'a1', label: null },
          { id: 'b1', label: 'label of B' },
        ],
      },
    },
    errors: ['keeper.pets.@ on C', 'keeper.pets.@.label on A'],
  },
  {
    title: 'a fragment on the interface inside a union',
    query: '{ found { ... on Node { label } } }',
    data: { found: [{ label: null }, { label: 'label of B' }, null] },
    errors: ['found.@ on C', 'found.@.label on A'],
  },
  {
    title: 'a mixed interface below a mixed interface',
    query: '{ b { deep { label deep { label } } } }',
    data: { b: { deep: { label: null, deep: null } } },
    errors: ['b.deep on C', 'b.deep.label on A', 'b.deep.deep on C', 'b.deep.deep.label on A'],
  },
  {
    title: '__typename of a hidden type',
    query: '{ closed { __typename } found { __typename } }',
    data: { closed: null, found: [{ __typename: 'A' }, { __typename: 'B' }, null] },
    errors: ['closed', 'found.@ on C'],
    never: /closed/,
  },
  {
    title: 'a scalar',
    query: '{ secret keeper { secret born } }',
    data: { secret: null, keeper: { secret: null, born: 1970 } },
    errors: ['secret', 'keeper.secret'],
    never: /secret/,
  },
  {
    title: 'an enum',
    query: '{ grade keeper { grade } }',
    data: { grade: null, keeper: { grade: null } },
    errors: ['grade', 'keeper.grade'],
    never: /grade/,
  },
  {
    title: 'an object',
    query: '{ closed { x } keeper { closed { x } born } }',
    data: { closed: null, keeper: { closed: null, born: 1970 } },
    errors: ['closed', 'keeper.closed'],
    never: /closed/,
  },
  {
    title: 'non-null within a nullable object',
    query: '{ keeper { born strict } b { id } }',
    data: { keeper: null, b: { id: 'b1' } },
    errors: ['keeper.strict'],
    never: /strict/,
  },
  {
    title: 'non-null within a non-null list',
    query: '{ keepers { strict } }',
    data: null,
    errors: ['keepers.@.strict'],
    never: /strict/,
  },
  { title: 'non-null at the root', query: '{ sealed b { id } }', data: null, errors: ['sealed'], never: /sealed/ },
  {
    title: 'all that is asked',
    query: '{ secret closed { x } }',
    data: { secret: null, closed: null },
    errors: ['secret', 'closed'],
    never: /./,
  },
  {
    title: '@include with a variable',
    query: 'query ($with: Boolean!) { keeper { born name @include(if: $with) } }',
    with: { variables: { with: true } },
    data: { keeper: { born: 1970, name: null } },
    errors: ['keeper.name'],
  },
  {
    title: '@include with a default',
    query: 'query ($with: Boolean = true) { keeper { born name @include(if: $with) } }',
    data: { keeper: { born: 1970, name: null } },
    errors: ['keeper.name'],
  },
  {
    title: '@include that leaves it out',
    query: 'query ($with: Boolean = false) { keeper { born name @include(if: $with) } }',
    data: { keeper: { born: 1970 } },
    errors: [],
  },
  {
    title: '@skip on a fragment',
    query: 'query ($out: Boolean = true) { keeper { born ... on Keeper @skip(if: $out) { name } } }',
    with: { variables: { out: false } },
    data: { keeper: { born: 1970, name: null } },
    errors: ['keeper.name'],
  },
  {
    title: 'one of several operations',
    query: 'query One { keeper { born } } query Two { keeper { name } }',
    with: { operationName: 'Two' },
    data: { keeper: { name: null } },
    errors: ['keeper.name'],
  },
  {
    title: 'a field of a mutation\u2019s answer',
    query: 'mutation { rename(to: "k2") { id name } }',
    data: { rename: { id: 'k2', name: null } },
    errors: ['rename.name'],
    never: /name\b(?<!rename|__typename)/,
  },
  {
    title: 'a mutation',
    query: 'mutation { wipe rename(to: "k3") { id } }',
    data: { wipe: null, rename: { id: 'k3' } },
    errors: ['wipe'],
    never: /wipe/,
  },
  {
    title: 'what @requires reads',
    query: '{ keeper { town cost } }',
    data: { keeper: { town: 'Hanoi', cost: null } },
    errors: ['keeper.cost'],
    never: /weight|cost/,
  },
  {
    title: 'a key that joins',
    query: '{ parcel { code to } }',
    data: { parcel: { code: null, to: 'Hue' } },
    errors: ['parcel.code'],
  },
  {
    title: 'aliases that are names of prototypes',
    query: '{ constructor: keeper { toString: name valueOf: born hasOwnProperty: pets { constructor: label } } }',
    data: {
      constructor: {
        toString: null,
        valueOf: 1970,
        hasOwnProperty: [{ constructor: null }, { constructor: 'label of B' }],
      },
    },
    errors: [
      'constructor.toString',
      'constructor.hasOwnProperty.@ on C',
      'constructor.hasOwnProperty.@.constructor on A',
    ],
  },
  {
    title: 'variables that are names of prototypes',
    query:
      'query ($constructor: Boolean!, $toString: Boolean = true) { keeper { name @include(if: $constructor) born @include(if: $toString) } }',
    with: { variables: { constructor: true } },
    data: { keeper: { name: null, born: 1970 } },
    errors: ['keeper.name'],
  },
  {
    title: 'a filter on it',
    query: '{ keepers(filter: { all: [{ name: "x" }] }) { born } }',
    data: null,
    errors: ['keepers'],
    never: /./,
  },
  {
    title: 'a filter on it, by a variable',
    query: 'query ($f: Filter) { count(filter: $f) }',
    with: { variables: { f: { all: [{ born: 1, name: 'x' }] } } },
    data: { count: null },
    errors: ['count'],
    never: /./,
  },
  {
    title: 'an argument of it, by an explicit null',
    query: '{ keepers(name: null) { born } }',
    data: null,
    errors: ['keepers'],
    never: /./,
  },
  { title: 'an order by it', query: '{ keepers(order: NAME) { born } }', data: null, errors: ['keepers'], never: /./ },
  {
    title: 'an order by it, by a variable\u2019s default',
    query: 'query ($o: Order = NAME) { b { id } keepers(order: $o) { born } }',
    data: null,
    errors: ['keepers'],
    never: /keepers/,
  },
  {
    title: 'a count by it',
    query: '{ count(filter: { name: "x" }) b { id } }',
    data: { count: null, b: { id: 'b1' } },
    errors: ['count'],
    never: /count/,
  },
  { title: 'a policy', query: '{ ruled }', data: { ruled: null }, errors: ['ruled'], never: /./ },
];

describe('without the right, a caller is denied', () => {
  it.each(CASES)('$title', async ({ query, data, errors, never, with: options }) => {
    for (const as of [undefined, '', 'other']) {
      any.asked();
      const got = await any.ask(query, { ...options, as });
      expect(got.status).toBe(200);
      expect(got.data).toEqual(data);
      expect(got.errors).toEqual(errors);
      expect(got.text).not.toMatch(HIDDEN);
      if (never) expect(any.asked()).not.toMatch(never);
    }
  });

  it.each(CASES.filter(({ title }) => title !== 'a policy'))(
    'and with it has whole: $title',
    async ({ query, with: options }) => {
      const got = await any.ask(query, { ...options, as: 's' });
      expect(got.errors).toEqual([]);
      expect(got.data).not.toBeNull();
    },
  );

  it('in one fragment what another with the same response key allows', async () => {
    const query = '{ found { ... on A { x: label } ... on B { x: label } } }';
    const got = await any.ask(query);
    expect(got.data).toEqual({ found: [{ x: null }, { x: 'label of B' }, null] });
    expect(got.errors).toEqual(['found.@ on C', 'found.@.x on A']);
  });

  it('by policy, until it states a purpose that its token allows', async () => {
    expect((await any.ask('{ ruled known }')).data).toEqual({ ruled: null, known: null });
    expect((await any.ask('{ ruled known }', { as: '' })).data).toEqual({ ruled: null, known: 6 });
    const headers = { 'x-purpose': 'inquiry' };
    expect((await any.ask('{ ruled known }', { as: '', headers })).data).toEqual({ ruled: 5, known: 6 });
    expect((await any.ask('{ ruled }', { as: '', headers: { 'x-purpose': 'curiosity' } })).data).toEqual({
      ruled: null,
    });
    // A header without a token is nobody's purpose.
    expect((await any.ask('{ ruled }', { headers })).data).toEqual({ ruled: null });
  });
});

describe('a request is refused', () => {
  it.each([
    ['with an alias that begins with two underscores', '{ __proto__: keeper { born } }', /__proto__/],
    ['with a variable of such a name', 'query ($__proto__: Int) { keepers(first: $__proto__) { born } }', /__proto__/],
    ['for a subscription', 'subscription { keeper { born } }', /got a subscription/],
    ['without the name of one of several operations', 'query A { a { id } } query B { b { id } }', /[Oo]peration/],
  ])('%s', async (_, query, message) => {
    any.asked();
    const got = await any.ask(query, { as: 's' });
    expect(got.status).toBe(400);
    expect(got.text).toMatch(message);
    expect(any.asked()).toBe('');
  });

  it('for JSON keys that would be prototypes', async () => {
    const query = '"query":"query ($f: Filter) { keepers(filter: $f) { born name } }"';
    const send = (body: string) => any.ask('', { variables: body, as: '' });
    const odd = await send(
      `{${query},"variables":{"f":{"born":1},"constructor":1,"toString":{"f":{"name":"x"}}},"valueOf":0}`,
    );
    expect(odd.data).toEqual({ keepers: [{ born: 1970, name: null }] });
    any.asked();
    for (const body of [
      `{${query},"variables":{"f":{"__proto__":{"name":"x"}}}}`,
      `{${query},"variables":{"__proto__":{"f":{"name":"x"}}}}`,
      `{${query},"__proto__":{"variables":{}}}`,
      `{${query},"variables":{"f":{"constructor":{"prototype":{"name":"x"}}}}}`,
    ])
      expect((await send(body)).status).toBe(400);
    expect(any.asked()).toBe('');
  });
});

describe.each(Object.keys(STYLES) as Style[])('where subgraphs have the directives %s', (style) => {
  it.skipIf(style === 'imported')('they hold', async () => {
    const other = await anySupergraph(zoo(style));
    try {
      const got = await other.ask('{ keeper { name born secret } closed { x } known ruled }', { as: 'other' });
      expect(got.data).toEqual({
        keeper: { name: null, born: 1970, secret: null },
        closed: null,
        known: 6,
        ruled: null,
      });
      expect((await other.ask('{ keeper { name } }', { as: 's' })).data).toEqual({ keeper: { name: 'hidden name' } });
    } finally {
      await other.close();
    }
  });
});
