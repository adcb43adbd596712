import { buildSchema, parse, specifiedRules, type ValidationRule, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { conditionBudget } from '#gateway/protection/condition-budget.ts';
import { nestsDeeper } from '#gateway/protection/nesting.ts';
import { operationKinds } from '#gateway/protection/operation-kinds.ts';
import { reservedNames } from '#gateway/protection/reserved-names.ts';

const schema = buildSchema('type Query { a(x: Int): Query b: Int }');

/** Each has two combinations. */
const OPERATIONS = ['p', 'q', 'r', 's']
  .map((name) => `query ${name}($${name}: Boolean!, $x: Boolean!) { a @skip(if: $${name}) { b @skip(if: $x) } }`)
  .join(' ');

function faults(text: string, rule: ValidationRule): string[] {
  return validate(schema, parse(text), [...specifiedRules, rule]).map((error) => error.message);
}

describe('kinds of operation', () => {
  it.each(['mutation', 'subscription'])('refuses a %s that the schema has not', (kind) => {
    expect(faults(`${kind} { b }`, operationKinds)).toEqual([`Expected a query, got a ${kind}: this schema has none.`]);
  });

  it('takes a query', () => {
    expect(faults('query { b }', operationKinds)).toEqual([]);
  });
});

describe('reserved names', () => {
  it.each([
    ['an alias', '{ __b: b }'],
    ['the alias __proto__', '{ __proto__: b }'],
    ['an alias in a fragment', '{ ...F } fragment F on Query { a { __x: b } }'],
    ['an alias in a fragment without a name', '{ a { ... on Query { __typename: b } } }'],
    ['a variable', 'query ($__proto__: Int) { a(x: $__proto__) { b } }'],
    ['a fragment', '{ ...__proto__ } fragment __proto__ on Query { b }'],
  ])('refuses %s that begins with two underscores', (_, text) => {
    expect(faults(text, reservedNames)).toEqual([expect.stringMatching(/^Expected an? \w+ that does not begin with/)]);
  });

  it('takes introspection, and one underscore', () => {
    expect(faults('{ __typename kind: __typename _b: b __schema { types { name } } }', reservedNames)).toEqual([]);
  });
});

describe('the condition budget', () => {
  const rule = conditionBudget({ maxConditions: 3 });
  const declared = '($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!)';
  const TOO_MANY = ['Expected at most 3 distinct combinations of @include and @skip with variables, got more.'];

  it.each([
    ['variables', 'w: b @include(if: $a) x: b @skip(if: $b) y: b @include(if: $c) z: b @skip(if: $d)'],
    [
      'pairs of few variables',
      `w: b @include(if: $a) @skip(if: $a) x: b @include(if: $a) @skip(if: $b)
       y: b @include(if: $b) @skip(if: $a) z: b @include(if: $b) @skip(if: $b) o: b @skip(if: $c) p: b @skip(if: $d)`,
    ],
    [
      'nested ones',
      `... @include(if: $a) { b ... @include(if: $b) { b a { b @include(if: $c) } } } x: b @include(if: $d)`,
    ],
    [
      'ones over a fragment',
      `x: a @include(if: $a) { ...F } y: a @include(if: $b) { ...F } z: a { b @include(if: $d) }`,
    ],
  ])('refuses many %s', (_, selections) => {
    const fragment = selections.includes('...F') ? 'fragment F on Query { b @include(if: $c) }' : '';
    expect(faults(`query ${declared} { ${selections} } ${fragment}`, rule)).toEqual(TOO_MANY);
  });

  it('counts a combination once, and none without variables', () => {
    const same = Array.from({ length: 40 }, (_, i) => `x${i}: b @include(if: $a) @skip(if: $b)`).join(' ');
    const plain = Array.from({ length: 40 }, (_, i) => `y${i}: b @include(if: ${i % 2 === 0})`).join(' ');
    expect(faults(`query ($a: Boolean!, $b: Boolean!) { ${same} ${plain} }`, rule)).toEqual([]);
  });

  it('counts each operation by itself, and ends with a fragment in itself', () => {
    expect(faults(OPERATIONS, rule)).toEqual([]);
    expect(faults('{ ...F } fragment F on Query { a { ...F } }', rule)).toEqual([
      expect.stringContaining('Cannot spread fragment'),
    ]);
  });
});

describe('nesting', () => {
  it('is counted over brackets of every kind, and not within text', () => {
    expect(nestsDeeper('{ a(x: [{ y: 1 }]) }', 4, 100)).toBe(false);
    expect(nestsDeeper('{ a(x: [{ y: 1 }]) }', 3, 100)).toBe(true);
    expect(nestsDeeper('{ a b } { a(x: "[[[[[[") }', 2, 100)).toBe(false);
  });

  it('is left to the parser behind what is no token, and behind the most tokens', () => {
    expect(nestsDeeper('{ ~ [[[[[[', 3, 100)).toBe(false);
    expect(nestsDeeper(`{ a ${'['.repeat(100)}`, 50, 20)).toBe(false);
  });
});
