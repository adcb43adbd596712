import { GraphQLScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { leafCheck, PLAIN } from '#gateway/execution/shape/leaf.ts';

const any = leafCheck(new GraphQLScalarType({ name: 'JSON' }));
const plain = leafCheck(new GraphQLScalarType({ name: 'Date', extensions: { [PLAIN]: true } }));
const nested = (levels: number): unknown => JSON.parse('{"a":['.repeat(levels) + ']}'.repeat(levels));

describe('a scalar of a schema\u2019s own', () => {
  it('has whatever form its subgraph gives it', () => {
    for (const value of ['text', 1.5, true, ['a'], { a: [{ b: null }] }, nested(30)]) expect(any(value)).toBe(true);
  });

  it('is no value of levels without end', () => {
    for (const levels of [40, 100_000]) expect(any(nested(levels))).toBe(false);
  });

  it('of the contract is text, a number or a truth value', () => {
    for (const value of ['2023-05-01', 1.5, true]) expect(plain(value)).toBe(true);
    for (const value of [['2023-05-01'], { year: 2023 }]) expect(plain(value)).toBe(false);
  });
});
