import { buildSchema, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  type PreparedOperations,
  preparedOperations,
  prepareOperation,
} from '#gateway/execution/prepared-operations.ts';

const schema = buildSchema('type Query { list(first: Int, after: String): [Query!] id: ID }');

/** As the executor does for what Apollo Server gives it. */
function kept(held: PreparedOperations, text: string, operationName: string | null = null) {
  const document = parse(text);
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected an operation');
  const prepared = prepareOperation(schema, { document, operation, operationName, hash: `of ${text}` });
  if (!held.find(text, operationName)) held.keep(text, prepared);
  return prepared;
}
const list = (first: number, after = 'x') => `{ list(first: ${first}, after: "${after}") { id } }`;

const aliased = (value: number) => ['a', 'b', 'c', 'd'].map((name) => `{ ${name}: list(first: ${value}) { id } }`);
const withDefault = (fixed: number, first: number) =>
  `query ($n: Int = ${fixed}) { list(first: ${first}) { list(first: $n) { id } } }`;

describe('prepared operations that differ in literals', () => {
  it('are one, with the hash of the text that was sent and its own number of nodes', () => {
    const held = preparedOperations(schema);
    const prepared = kept(held, list(3));
    const found = held.find(list(20), null);
    expect(found).toMatchObject({ document: prepared.document, key: prepared.key });
    // printf '{ list(first: 20, after: "x") { id } }' | sha256sum
    expect(found?.hash).toBe('c9bf11ac86cd978afeca0d331c0d53787e6ffce5b4622ddecc8ea8f0c36ed84c');
    expect([prepared.nodes({}), found?.nodes({}), held.find(list(3), null)?.nodes({})]).toEqual([3, 20, 3]);
    expect(held.find(list(3), null)).toBe(prepared);
  });

  it('do not push each other out, however many come, nor the others', () => {
    const held = preparedOperations(schema, 200);
    kept(held, '{ id }');
    for (let count = 0; count < 1_000; count += 1) kept(held, list(count, `of ${count}`));
    expect(held.find('{ id }', null)).toBeDefined();
    expect(held.find(list(0, 'of 0'), null)).toBeDefined();
    expect(held.find(list(5_000, 'of another'), null)).toBeDefined();
  });

  it('are bounded by the length of their texts; those that were not used for longest go first', () => {
    const [a = '', b = '', c = '', d = ''] = aliased(1);
    const held = preparedOperations(schema, 3 * a.length);
    for (const text of [a, b, c]) kept(held, text);
    expect(held.find(aliased(2)[0] ?? '', null)).toBeDefined();
    kept(held, d);
    expect(aliased(2).map((text) => held.find(text, null) !== undefined)).toEqual([true, false, true, true]);
  });

  it('are sixteen of one skeleton at most, where it is more than values in which they differ: the latest', () => {
    const held = preparedOperations(schema);
    for (let count = 0; count < 20; count += 1) kept(held, withDefault(count, 7));
    const found = Array.from({ length: 20 }, (_, count) => held.find(withDefault(count, 8), null) !== undefined);
    expect(found).toEqual(found.map((_, count) => count >= 4));
    // By their texts they are all there.
    expect(held.find(withDefault(0, 7), null)).toBeDefined();
  });

  it('are not pushed out by those that can be found by their text alone', () => {
    const held = preparedOperations(schema, 2_000);
    const other = (first: number) => list(first).replace('after', 'first: 1, after');
    kept(held, list(3));
    // No such text is valid, but something may be that is taken apart otherwise than it was parsed.
    for (let count = 0; count < 1_000; count += 1) {
      const prepared = prepareOperation(schema, { ...kept(preparedOperations(schema), list(4)), hash: '' });
      held.keep(other(count), prepared);
      expect(held.find(other(count), 'none')).toBeUndefined();
    }
    expect(held.find(list(5), null)).toBeDefined();
  });

  it('are those of the name that was given with the text', () => {
    const held = preparedOperations(schema);
    kept(held, `query A ${list(3)}`, 'A');
    expect(held.find(`query A ${list(4)}`, 'A')).toBeDefined();
    expect(held.find(`query A ${list(4)}`, null)).toBeUndefined();
  });

  it('have nodes of their own document where a text was parsed twice', () => {
    const held = preparedOperations(schema);
    const [one, two] = [kept(held, list(3)), kept(held, list(3))];
    expect(one.key).not.toBe(two.key);
    expect(kept(held, list(9)).key).not.toBe(one.key);
  });
});
