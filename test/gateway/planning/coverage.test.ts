import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federation } from '../execution/worlds/federation.ts';
import type { World } from '../execution/worlds/world.ts';

/** `Node` has no object type anywhere: who asks for `field` below `a` asks for what nobody can be asked. */
const nowhere: World = {
  name: 'an interface without types',
  subgraphs: {
    a: `interface Node @key(fields: "id") { id: ID! } type Query { a: Node c: String }`,
    b: `type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String } type Query { b: Node }`,
  },
  objects: () => ({}),
  roots: { Query: { a: () => null, b: () => ({ id: 'n1', field: 'foo' }), c: () => 'c' } },
};

describe('a field that no plan asks for', () => {
  const on = federation(nowhere);
  it.each([
    ['{ c a { field } }'],
    ['{ a { ...F } } fragment F on Node { id f: field }'],
    ['{ a { ... { field } id } c }'],
  ])('is no answer without it: %s', async (text) => {
    await expect(on.ours(parse(text))).rejects.toThrow(/expected a plan for the whole operation, got none for a/);
  });

  it('does not stand in the way of what can be answered', async () => {
    const { data } = await on.ours(parse('{ b { id field } c a { id } }'));
    expect(data).toEqual({ b: { id: 'n1', field: 'foo' }, c: 'c', a: null });
    expect((await on.ours(parse('{ c a { field @skip(if: true) } }'))).data).toEqual({ c: 'c', a: null });
  });
});
