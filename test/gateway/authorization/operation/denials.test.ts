import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { filterOperation, UNAUTHORIZED } from '#gateway/authorization/index.ts';
import { ask, caller, world } from '../world.ts';

const S = '@requiresScopes(scopes: [["s"]])';
const tiny = world(`
  type Query { a: A items: [I] deep: [[I]] }
  interface I { x: Int y: Int child: U link: I }
  type A implements I { x: Int ${S} y: Int ${S} child: U link: I }
  type B implements I { x: Int y: Int ${S} child: U ${S} link: I }
  type C implements I ${S} { x: Int y: Int child: U link: I }
  union U = A | C`);

const query = '{ a { x y } items { x y child { ... on I { x } } link { x } } deep { x } }';

function errorsOf(text: string) {
  return filterOperation({ ...tiny, document: parse(text), caller: caller() }).errors;
}

describe('errors of what is denied', () => {
  it('are one a response path, with the types where only some deny', async () => {
    const { errors } = await ask(tiny, query, { as: caller(), data: {} });
    expect(errors).toEqual([
      'a.x',
      'a.y',
      'items.@ on C',
      'items.@.x on A',
      'items.@.y',
      'items.@.child on B, C',
      'items.@.child.x',
      'items.@.link on C',
      'items.@.link.x on A',
      'deep.@.@ on C',
      'deep.@.@.x on A',
    ]);
  });

  it('are the same whatever the data', async () => {
    const a = { __typename: 'A', x: 1 };
    const answers = [{}, { a: null, items: [] }, { a, items: [a, null, { __typename: 'C', x: 2 }], deep: [[a]] }];
    const told = await Promise.all(
      answers.map(async (data) => (await ask(tiny, query, { as: caller(), data })).errors),
    );
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  it('are one where two fragments deny under one key', () => {
    const errors = errorsOf('{ items { ... on A { k: x } ... on B { k: y } } }');
    expect(errors.map((error) => error.path?.join('.'))).toEqual(['items.@', 'items.@.k']);
    expect(errors[1]?.extensions).not.toHaveProperty('types');
  });

  it('tell by types where one key is one thing on one type and another on another', () => {
    const errors = errorsOf('{ items { ... on A { k: link { x } } ... on B { k: link { ... on B { x } } } } }');
    expect(errors.map((error) => [error.path?.join('.'), error.extensions.types])).toEqual([
      ['items.@', ['C']],
      ['items.@.k', ['C']],
      ['items.@.k.x', ['A']],
    ]);
  });

  it('tell of an object below one type, where below another all is open', async () => {
    const narrow = world(`
      type Query { items: [N] }
      interface N { x: Int link: N }
      type P implements N { x: Int ${S} link: P }
      type Q implements N { x: Int link: Q }`);
    const answer = await ask(narrow, '{ items { link { x } } }', { as: caller(), data: {} });
    expect(answer.errors).toEqual(['items.@.link.x on P']);
  });

  it('have a constant message and code, and name no scope', () => {
    for (const error of errorsOf(query)) {
      expect(error.message).toBe(UNAUTHORIZED.message);
      expect(error.extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
      expect(Object.keys(error.extensions).filter((key) => key !== 'types')).toEqual(['code']);
      expect(Object.keys(JSON.parse(JSON.stringify(error)) as object).toSorted()).toEqual([
        'extensions',
        'message',
        'path',
      ]);
    }
  });

  it('come with the list of what was denied and what is disclosed', () => {
    const { denied, disclosed } = filterOperation({ ...tiny, document: parse(query), caller: caller() });
    expect(denied).toEqual(['A.x', 'A.y', 'B.child', 'B.y', 'C']);
    expect(disclosed).toEqual([]);
    const open = filterOperation({ ...tiny, document: parse('{ items { x y } }'), caller: caller('s') });
    expect(open.denied).toEqual([]);
    // Of the interface, as none of its types denies.
    expect(open.disclosed).toEqual(['I.x', 'I.y']);
  });
});
