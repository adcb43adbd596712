import { buildSchema, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  type PreparedOperation,
  preparedOperations,
  prepareOperation,
} from '#gateway/execution/prepared-operations.ts';

const schema = buildSchema('type Query { list(first: Int = 5, after: Int): [Query!] id: ID }');

function prepared(text: string, operationName: string | null = null): PreparedOperation {
  const document = parse(text);
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected an operation');
  return prepareOperation(schema, { document, operation, operationName, hash: text });
}

describe('prepared operations', () => {
  it('are found by their text and the name that was given with it', () => {
    const held = preparedOperations(schema);
    const [one, two] = [prepared('{ id }'), prepared('{ id }', 'A')];
    held.keep('{ id }', one);
    expect(held.find('{ id }', null)).toBe(one);
    expect(held.find('{ id }', 'A')).toBeUndefined();
    expect(held.find('{ id } ', null)).toBeUndefined();
    held.keep('{ id }', two);
    expect([held.find('{ id }', null), held.find('{ id }', 'A')]).toEqual([one, two]);
  });

  it('are bounded by the length of their texts; those that were not used for longest go first', () => {
    const held = preparedOperations(schema, 30);
    const texts = ['{ a: id }', '{ b: id }', '{ c: id }'];
    for (const text of texts) held.keep(text, prepared(text));
    expect(held.find('{ a: id }', null)).toBeDefined();
    held.keep('{ d: id }', prepared('{ d: id }'));
    expect(['a', 'b', 'c', 'd'].map((name) => held.find(`{ ${name}: id }`, null) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('are held as long as they are pinned, whatever is kept beside them', () => {
    const held = preparedOperations(schema, 30);
    const [one, two] = [prepared('{ pinned: id }'), prepared('{ pinned: id }', 'A')];
    held.pin([
      ['{ pinned: id }', one],
      ['{ pinned: id }', two],
    ]);
    for (const name of ['a', 'b', 'c', 'd']) held.keep(`{ ${name}: id }`, prepared(`{ ${name}: id }`));
    expect([held.find('{ pinned: id }', null), held.find('{ pinned: id }', 'A')]).toEqual([one, two]);
    expect(held.find('{ b: id }', null)).toBeDefined();
    held.pin([]);
    expect(held.find('{ pinned: id }', null)).toBeUndefined();
    expect(held.find('{ d: id }', null)).toBeDefined();
  });

  it('do not make room for one that is longer than all of it', () => {
    const held = preparedOperations(schema, 30);
    held.keep('{ id }', prepared('{ id }'));
    const text = `{ ${'id '.repeat(20)} }`;
    held.keep(text, prepared(text));
    expect(held.find(text, null)).toBeUndefined();
    expect(held.find('{ id }', null)).toBeDefined();
  });
});

describe('the nodes of a prepared operation', () => {
  it.each([
    ['a page by a variable', 'query ($n: Int) { list(first: $n) { id } }', [7, 1_000]],
    ['a page by default', 'query ($n: Int = 9) { list(first: $n) { id } }', [7, 1_000]],
    ['a page in a fragment', 'query ($n: Int) { ...F } fragment F on Query { list(first: $n) { id } }', [7, 1_000]],
    ['a constant page', 'query ($n: Int) { list(first: 3, after: $n) { id } }', [3, 3]],
  ])('follow %s', (_, text, expected) => {
    const operation = prepared(text);
    const nodes = [7, 1_000].map((n) => operation.nodes(operation.coerce({ n }).coerced ?? {}));
    expect(nodes).toEqual(expected);
  });

  it('follow a condition', () => {
    const operation = prepared('query ($with: Boolean!) { list(first: 100) @include(if: $with) { id } }');
    const nodes = [false, true, false].map((value) => operation.nodes(operation.coerce({ with: value }).coerced ?? {}));
    expect(nodes).toEqual([0, 100, 0]);
  });
});
