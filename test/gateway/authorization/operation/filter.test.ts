// Each case is an attack first: a way to ask for what the caller may not read. What is closed takes the scope `s`; the
// caller has none unless it says so.
import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ANONYMOUS } from '#gateway/authorization/index.ts';
import { ask, caller } from '../world.ts';
import { a, b, c, campaign, data } from './campaign.ts';

/** query, answer, error paths */
type Case = readonly [query: string, data: unknown, ...errors: string[]];

function cases(table: Readonly<Record<string, Case>>): void {
  it.each(Object.entries(table))('%s', async (_, [query, expected, ...errors]) => {
    const answer = await ask(campaign, query, { as: caller(), data });
    expect(answer.data).toEqual(expected);
    expect(answer.errors).toEqual(errors);
    for (const closed of [
      'A.secret',
      'S.id',
      'Query.closed',
      'Query.code',
      'Query.day',
      'Vault.open',
      'Must.secret',
      'Mutation.erase',
    ]) {
      expect(answer.asked).not.toContain(closed);
    }
  });
}

describe('what is denied is null, with one error, and never asked for', () => {
  cases({
    'by its name': ['{ one { secret open } }', { one: { secret: null, open: 'a' } }, 'one.secret'],
    'by an alias': ['{ one { x: secret y: open } }', { one: { x: null, y: 'a' } }, 'one.x'],
    'by the alias of an open field': ['{ one { open: secret } }', { one: { open: null } }, 'one.open'],
    'by two aliases': ['{ one { x: secret y: secret } }', { one: { x: null, y: null } }, 'one.x', 'one.y'],
    'at the root': ['{ closed { open } }', { closed: null }, 'closed'],
    'at the root by an alias': ['{ one: closed { open } }', { one: null }, 'one'],
    'as an enum': ['{ code }', { code: null }, 'code'],
    'as a scalar': ['{ day }', { day: null }, 'day'],
    'as an object': ['{ vault { open } }', { vault: null }, 'vault'],
    'as an object asked for its type only': ['{ vault { __typename } }', { vault: null }, 'vault'],
    'in a named fragment': ['{ one { ...F } } fragment F on A { secret }', { one: { secret: null } }, 'one.secret'],
    'in fragments within fragments': [
      '{ one { ...F } } fragment F on Node { ...G } fragment G on A { ... { ... on Node { secret } } }',
      { one: { secret: null } },
      'one.secret',
    ],
    'in an inline fragment without a type': ['{ one { ... { secret } } }', { one: { secret: null } }, 'one.secret'],
    'in a fragment on the root': [
      '{ ...F } fragment F on Query { ... on Query { closed { id } } }',
      { closed: null },
      'closed',
    ],
  });

  it('and a parent that is left without a field keeps its shape', async () => {
    const answer = await ask(campaign, '{ one { secret } }', { as: caller(), data });
    expect(answer.data).toEqual({ one: { secret: null } });
    const none = await ask(campaign, '{ one { secret } }', { as: caller(), data: { one: null } });
    expect(none.data).toEqual({ one: null });
    expect(none.errors).toEqual(answer.errors);
  });

  it('and an operation that is left without a field is an operation still', async () => {
    const answer = await ask(campaign, '{ code day }', { as: caller(), data });
    expect(answer.data).toEqual({ code: null, day: null });
    expect(answer.asked).toEqual([]);
  });

  it('and who has the right reads it, in the operation as it was sent', async () => {
    const query = '{ one { secret } nodes { secret } either { ... on S { id } } }';
    const answer = await ask(campaign, query, { as: caller('s'), data });
    expect(answer.data).toEqual({
      one: { secret: 'a!' },
      nodes: [a, b, c].map(({ secret }) => ({ secret })),
      either: { id: '4' },
    });
    expect(answer.errors).toEqual([]);
    expect(answer.sent).toBe(print(parse(query)));
  });

  it('and an anonymous caller gets what is open', async () => {
    const answer = await ask(campaign, '{ one { open secret } }', { as: ANONYMOUS, data });
    expect(answer.data).toEqual({ one: { open: 'a', secret: null } });
  });
});

describe('one strict type closes nothing for the others', () => {
  cases({
    'on an interface': [
      '{ nodes { secret } }',
      { nodes: [{ secret: null }, { secret: 'b!' }, { secret: 'c!' }] },
      'nodes.@.secret on A',
    ],
    'on an interface, in lists of lists': [
      '{ grid { secret } }',
      { grid: [[{ secret: null }, { secret: 'b!' }], null] },
      'grid.@.@.secret on A',
    ],
    'below another split': [
      '{ nodes { next { secret } secret } }',
      {
        nodes: [
          { next: null, secret: null },
          { next: null, secret: 'b!' },
          { next: { secret: null }, secret: 'c!' },
        ],
      },
      'nodes.@.next.secret on A',
      'nodes.@.secret on A',
    ],
    'in a fragment on a type': ['{ nodes { ... on B { secret } } }', { nodes: [{}, { secret: 'b!' }, {}] }],
    'in a fragment on the strict type': [
      '{ nodes { ... on A { secret } } }',
      { nodes: [{ secret: null }, {}, {}] },
      'nodes.@.secret',
    ],
    'in a fragment on the interface': ['{ either { ... on Node { secret } } }', { either: null }, 'either on S'],
    'with the same response key in two fragments': [
      '{ nodes { ... on A { x: secret } ... on B { x: open } ... on C { x: secret } } }',
      { nodes: [{ x: null }, { x: 'b' }, { x: 'c!' }] },
      'nodes.@.x on A',
    ],
    'with the same response key, nested, in two fragments': [
      '{ nodes { ... on B { x: next { secret } } ... on C { x: next { secret open } } } }',
      { nodes: [{}, { x: null }, { x: { secret: null, open: 'a' } }] },
      'nodes.@.x.secret on A',
    ],
    'with one selection spread over two': [
      '{ node { next { open } next { secret } } }',
      { node: { next: { open: 'a', secret: null } } },
      'node.next.secret on A',
    ],
    'with the order of the original kept': [
      '{ nodes { secret open id } }',
      {
        nodes: [a, b, c].map((each) => ({
          secret: each === a ? null : each.secret,
          open: each.open,
          id: String(each.id),
        })),
      },
      'nodes.@.secret on A',
    ],
  });

  it('in the order of the keys that the client sent', async () => {
    const { data: answer } = await ask(campaign, '{ nodes { id secret open } }', { as: caller(), data });
    expect(JSON.stringify(answer)).toContain('{"id":"1","secret":null,"open":"a"},{"id":"2","secret":"b!","open":"b"}');
  });

  it('in fragments on those that allow it', async () => {
    const { sent } = await ask(campaign, '{ nodes { secret } }', { as: caller(), data });
    expect(sent.replaceAll(/\s+/g, ' ')).toBe(
      '{ nodes { __type_of: __typename ... on B { secret } ... on C { secret } } }',
    );
  });
});

describe('an object of a hidden type is null, never an empty object', () => {
  cases({
    'in a list': ['{ maybe { id } }', { maybe: [null, { id: '5' }, null] }, 'maybe.@ on S'],
    'in a list of non-null items': ['{ nodes { id } strict { id } }', null, 'strict.@ on S'],
    'asked for nothing but its type': [
      '{ maybe { __typename } }',
      { maybe: [null, { __typename: 'T' }, null] },
      'maybe.@ on S',
    ],
    'asked in fragments on other types': [
      '{ maybe { ... on T { id } } }',
      { maybe: [null, { id: '5' }, null] },
      'maybe.@ on S',
    ],
    'asked in a fragment on itself': ['{ maybe { ... on S { id } } }', { maybe: [null, {}, null] }, 'maybe.@ on S'],
    'in a union': ['{ either { __typename ... on S { id } ... on B { open } } }', { either: null }, 'either on S'],
  });
});

describe('null spreads where the schema says non-null', () => {
  cases({
    'to the object': ['{ must { secret open } one { open } }', { must: null, one: { open: 'a' } }, 'must.secret'],
    'through several': [
      '{ one { open } must { open deep { deep { secret } } } }',
      { one: { open: 'a' }, must: null },
      'must.deep.deep.secret',
    ],
    'through a list': ['{ must { open wide { secret } } }', { must: { open: 2, wide: null } }, 'must.wide.@.secret'],
    'to the root': ['{ strict { ... on S { id } } one { open } }', null, 'strict.@ on S'],
  });
});

describe('`@skip` and `@include`', () => {
  const query = `query Q($yes: Boolean = true, $no: Boolean = false, $v: Boolean!) {
    nodes { id secret @include(if: $v) ... @skip(if: $v) { other: secret } }
    closed @skip(if: $yes) { id }
    code @include(if: $no)
    ...F @include(if: $v)
  }
  fragment F on Query { day }`;
  it.each([
    [
      { v: true },
      ['nodes.@.secret on A', 'day'],
      {
        nodes: [
          { id: '1', secret: null },
          { id: '2', secret: 'b!' },
          { id: '3', secret: 'c!' },
        ],
        day: null,
      },
    ],
    [
      { v: false },
      ['nodes.@.other on A'],
      {
        nodes: [
          { id: '1', other: null },
          { id: '2', other: 'b!' },
          { id: '3', other: 'c!' },
        ],
      },
    ],
    [
      { v: false, yes: false, no: true },
      ['nodes.@.other on A', 'closed', 'code'],
      {
        nodes: [
          { id: '1', other: null },
          { id: '2', other: 'b!' },
          { id: '3', other: 'c!' },
        ],
        closed: null,
        code: null,
      },
    ],
  ])('decide with variables and defaults: %j', async (variables, errors, expected) => {
    const answer = await ask(campaign, query, { as: caller(), data, variables });
    expect(answer.errors).toEqual(errors);
    expect(answer.data).toEqual(expected);
  });

  it('leave nothing behind where the denied part is left out', async () => {
    const answer = await ask(campaign, 'query ($v: Boolean!) { nodes { id secret @include(if: $v) } }', {
      as: caller(),
      data,
      variables: { v: false },
    });
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({ nodes: [{ id: '1' }, { id: '2' }, { id: '3' }] });
  });

  it('decide when written out', async () => {
    const answer = await ask(
      campaign,
      '{ code @skip(if: true) day @include(if: false) one { open secret @skip(if: false) } }',
      { as: caller(), data },
    );
    expect(answer.data).toEqual({ one: { open: 'a', secret: null } });
    expect(answer.errors).toEqual(['one.secret']);
  });
});

describe('`__typename` and introspection', () => {
  it('are untouched', async () => {
    const query =
      '{ __typename __schema { queryType { name } } __type(name: "A") { fields { name } } nodes { __typename kind: __typename secret } }';
    const answer = await ask(campaign, query, { as: caller(), data });
    const open = await ask(campaign, query, { as: caller('s'), data });
    expect(answer.data).toMatchObject({
      __typename: 'Query',
      __schema: { queryType: { name: 'Query' } },
      nodes: [{ __typename: 'A', kind: 'A', secret: null }, { __typename: 'B' }, { __typename: 'C' }],
    });
    expect(open.data).toMatchObject({ __type: (answer.data as { __type: unknown }).__type });
    expect(answer.errors).toEqual(['nodes.@.secret on A']);
  });
});
