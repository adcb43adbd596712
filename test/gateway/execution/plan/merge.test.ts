import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { askedOf } from '#gateway/execution/plan/asked.ts';
import { Merge } from '#gateway/execution/plan/merge.ts';
import { prepareSupergraph } from '#gateway/planning/prepare-supergraph.ts';
import { federation } from '../worlds/federation.ts';
import { media } from '../worlds/worlds.ts';

const { types } = prepareSupergraph(federation(media).supergraph);

/** What is there once an answer of the subgraph is taken into it: the first of its place, and the same after many. */
function taken(subgraph: string, query: string, held: unknown, answer: unknown) {
  const { root } = askedOf(parse(`{ it ${query} }`), undefined, types);
  const once = () => {
    const into = { it: structuredClone(held) };
    const merge = new Merge(subgraph, types);
    merge.object({ it: isDeep(answer) ? answer : structuredClone(answer) }, root, into);
    return { it: into.it, flawed: merge.flawed };
  };
  const first = once();
  if (isDeep(answer)) return first;
  for (let index = 0; index < 600; index += 1) once();
  expect(root.taking.generated).toBeDefined();
  expect(once()).toEqual(first);
  return first;
}

/** Too deep to be copied. */
function isDeep(value: unknown): boolean {
  let levels = 0;
  for (let each = value; typeof each === 'object' && each !== null; each = Object.values(each)[0]) levels += 1;
  return levels > 1_000;
}

describe('an answer', () => {
  it.each([
    ['a value stays', '{ a }', { a: 1 }, { a: 2 }, { a: 1 }],
    ['a null is filled', '{ a }', { a: null }, { a: 2 }, { a: 2 }],
    ['null takes nothing away', '{ a b { c } }', { a: 1, b: { c: 2 } }, { a: null, b: null }, { a: 1, b: { c: 2 } }],
    ['objects become one', '{ a { b c } }', { a: { b: 1 } }, { a: { b: 2, c: 3 } }, { a: { b: 1, c: 3 } }],
    [
      'lists of one length become one',
      '{ a { b } }',
      { a: [{ c: 1 }, null] },
      { a: [{ b: 2 }, { b: 3 }] },
      { a: [{ c: 1, b: 2 }, { b: 3 }] },
    ],
    ['what was not asked for is passed over', '{ a { b } }', {}, { a: { b: 1, c: 2 }, d: 3 }, { a: { b: 1 } }],
  ])('is merged so that %s', (_, query, held, answer, expected) => {
    expect(taken('library', query, held, answer)).toEqual({ it: expected, flawed: false });
  });

  it.each([
    ['a list of another length', [{ b: 2 }, { b: 3 }]],
    ['an object', { b: 2 }],
    ['a text', 'b'],
  ])('of %s where a list is known is passed over, and told', (_, a) => {
    const held = { a: [{ c: 1 }] };
    expect(taken('library', '{ a { b } }', held, { a })).toEqual({ it: held, flawed: true });
  });

  it('of lists in lists without end is left out, and told', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;
    for (const query of ['{ a { b } }', '{ a { __typename b } }'])
      expect(taken('library', query, {}, { a: deep }).flawed).toBe(true);
  });

  it('leaves room for what another subgraph says where it was not taken', () => {
    const one = taken('library', '{ a { b } }', {}, { a: 'text' });
    expect(one).toEqual({ it: { a: false }, flawed: true });
    expect(taken('ratings', '{ a { b } }', one.it, { a: { b: 1 } })).toEqual({ it: { a: { b: 1 } }, flawed: false });
  });

  it('tells the type of what is known as an interface only, and never the other way', () => {
    expect(taken('library', '{ __typename }', { __typename: 'Media' }, { __typename: 'Book' }).it).toEqual({
      __typename: 'Book',
    });
    expect(taken('ratings', '{ __typename }', { __typename: 'Book' }, { __typename: 'Media' }).it).toEqual({
      __typename: 'Book',
    });
    expect(taken('library', '{ __typename }', { __typename: 'Book' }, { __typename: 'Film' }).it).toEqual({
      __typename: 'Book',
    });
  });

  it.each([
    ['names a type that its subgraph does not have', { __typename: 'Loan', a: 1 }],
    ['names no type but a number', { __typename: 7, a: 1 }],
    ['is a text', 'a'],
  ])('that %s is not taken', (_, answer) => {
    expect(taken('library', '{ __typename a }', { id: '1' }, answer)).toEqual({ it: { id: '1' }, flawed: true });
  });
});
