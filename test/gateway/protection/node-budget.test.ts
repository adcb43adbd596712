import { buildSchema, type FragmentDefinitionNode, getVariableValues, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { nodesOf } from '#gateway/protection/node-budget.ts';

const schema = buildSchema(`
  type Query { campaign: Campaign! phases: [Phase!]! }
  type Campaign { cases(first: Int = 50): Page! }
  type Phase { cases(first: Int = 50): Page! }
  type Page { nodes: [Case!]! }
  interface Case { id: ID! phase: Phase! }
  type VN implements Case { id: ID! phase: Phase! }
  type TH implements Case { id: ID! phase: Phase! }
`);

function nodes(text: string, given: Record<string, unknown> = {}): number {
  const document = parse(text);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('expected an operation');
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  return nodesOf({ schema, operation, fragments, variables: coerced ?? {} });
}

describe('the nodes of an operation', () => {
  it.each([
    ['a page', '{ campaign { cases(first: 200) { nodes { id } } } }', 200],
    ['a page by default', '{ campaign { cases { nodes { id } } } }', 50],
    ['a page of null, which is the default', '{ campaign { cases(first: null) { nodes { id } } } }', 50],
    ['no page', '{ phases { __typename } campaign { __typename } }', 0],
    [
      'pages within pages',
      '{ campaign { cases(first: 1000) { nodes { phase { cases(first: 1000) { nodes { id } } } } } } }',
      1_001_000,
    ],
    [
      'pages within pages by fragments and types',
      '{ campaign { cases(first: 10) { nodes { ... on VN { ...P } } } } } fragment P on VN { phase { cases(first: 7) { nodes { id } } } }',
      80,
    ],
    [
      'pages behind an empty one, which the hub refuses',
      '{ campaign { cases(first: 0) { nodes { phase { cases(first: 9) { nodes { id } } } } } } }',
      10,
    ],
    [
      'pages side by side',
      '{ campaign { a: cases(first: 10) { nodes { id } } b: cases(first: 20) { nodes { id } } } }',
      30,
    ],
    [
      'one page that is selected twice',
      '{ campaign { cases(first: 10) { nodes { id } } } ...F } fragment F on Query { campaign { cases(first: 10) { nodes { phase { cases(first: 2) { nodes { id } } } } } } }',
      30,
    ],
    ['what is left out', '{ campaign @skip(if: true) { cases(first: 10) { nodes { id } } } }', 0],
  ])('counts %s', (_, text, expected) => {
    expect(nodes(text)).toBe(expected);
  });

  it('takes variables, their defaults and conditions', () => {
    const text = `query ($n: Int = 30, $with: Boolean!) {
      campaign { cases(first: $n) { nodes { phase @include(if: $with) { cases(first: 10) { nodes { id } } } } } } }`;
    expect(nodes(text, { with: false })).toBe(30);
    expect(nodes(text, { with: true, n: 5 })).toBe(55);
    expect(nodes(text, { with: false, n: null })).toBe(50);
  });
});
