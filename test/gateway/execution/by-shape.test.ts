// What is planned by shape does what is planned in full: the same data, the same calls of each subgraph. EXECUTION_RUNS
// and EXECUTION_SEED are as in differential.test.ts.
import { assert, asyncProperty, pre, uint8Array } from 'fast-check';
import { Kind, parse, print, type SelectionNode, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { plannerByShape } from '#gateway/planning/alike/planner.ts';
import { planner } from '#gateway/planning/planner.ts';
import { Draw } from '../authorization/random-model.ts';
import { alike } from './worlds/alike-world.ts';
import { campaign } from './worlds/campaign-world.ts';
import { type Call, type Federation, federation, type PlannerOf } from './worlds/federation.ts';
import { drawOperation } from './worlds/random-selection.ts';

const RUNS = Number(process.env.EXECUTION_RUNS ?? 150);
const SEED = Number(process.env.EXECUTION_SEED ?? 20_261_124);

const inFull: PlannerOf = (supergraph) => {
  const full = planner(supergraph);
  return { schema: full.schema, plan: (document) => ({ plan: full.plan(document), document, representatives: [] }) };
};

/** Two executors over one world, and how many plans had representatives. */
function both(world: typeof alike) {
  const counts = { byShape: 0, inFull: 0 };
  const byShape = federation(world, (supergraph) => {
    const own = plannerByShape(supergraph);
    return {
      schema: own.schema,
      plan(document) {
        const made = own.plan(document);
        counts[made.representatives.length > 0 ? 'byShape' : 'inFull'] += 1;
        return made;
      },
    };
  });
  return { byShape, full: federation(world, inFull), counts };
}

/** Calls whatever their order, their number in the plan, and the order of what they select. */
function sorted(calls: readonly Call[]): string[] {
  return calls
    .map(({ subgraph, text, variables }) => {
      const representations = variables.representations;
      const given = Array.isArray(representations)
        ? { ...variables, representations: representations.map((each) => JSON.stringify(each)).toSorted() }
        : variables;
      return `${subgraph} ${sortedText(text)} ${JSON.stringify(given)}`;
    })
    .toSorted();
}

function sortedText(text: string): string {
  const sortedNodes = visit(parse(text.replace(/__\d+\b/, '')), {
    SelectionSet: {
      leave: (node) => ({ ...node, selections: node.selections.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) }),
    },
  });
  return print({ kind: Kind.DOCUMENT, definitions: sortedNodes.definitions });
}

function keyOf(node: SelectionNode): string {
  return print(node);
}

async function agree({ byShape, full }: { byShape: Federation; full: Federation }, text: string, variables = {}) {
  const document = parse(text, { noLocation: true });
  const one = await byShape.ours(document, variables);
  const other = await full.ours(document, variables);
  expect(one.data, text).toEqual(other.data);
  expect(JSON.stringify(one.data), text).toBe(JSON.stringify((await full.alone(document, variables)).data));
  expect(sorted(one.calls), text).toEqual(sorted(other.calls));
  return one;
}

describe('an operation planned by shape', () => {
  const { counts: made, ...over } = both(alike);

  it.each([alike, campaign].map((world) => [world.name, world] as const))(
    'is carried out as one that is planned in full, over %s',
    async (_, world) => {
      const { byShape, full, counts } = both(world);
      await assert(
        asyncProperty(uint8Array({ minLength: 40, maxLength: 240 }), async (bytes) => {
          const operation = drawOperation(new Draw(bytes), byShape.schema);
          if (!operation) return pre(false);
          await agree({ byShape, full }, operation.text, operation.variables);
        }),
        { numRuns: RUNS, seed: SEED, maxSkipsPerRun: 1_000, endOnFailure: true },
      );
      expect(counts.byShape).toBeGreaterThan(counts.inFull);
    },
    3_600_000,
  );

  it.each([
    [
      'names no member',
      '{ cases { id title note(length: 3) score place { country town { people(over: 2) } } } }',
      true,
    ],
    [
      'is about objects that stand in each other',
      '{ cases { note related { note related { weight __typename } } } }',
      true,
    ],
    ['names one member', '{ cases { weight ... on CCase { note } } }', true],
    [
      'says the same of some',
      '{ cases { ... on ACase { note } ... on BCase { note } ... on DCase { note weight } } }',
      true,
    ],
    [
      'names members within each other',
      `{ cases { ... on ACase { note related { ... on ACase { weight } ... on BCase { weight } } }
        ... on BCase { note related { ... on ACase { weight } ... on BCase { weight } } } } }`,
      true,
    ],
    [
      'says the same of two in two places',
      '{ cases { ... on ACase { note } related { ... on BCase { note } } } }',
      true,
    ],
    [
      'names one in a fragment of its own',
      '{ cases { ...F weight } } fragment F on BCase { note related { weight } }',
      true,
    ],
    ['reaches members through a union', '{ search { __typename ... on Case { note } ... on ECase { weight } } }', true],
    [
      'asks for a national part',
      '{ cases { weight ... on BCase { permit { number } count } ... on CCase { count } } }',
      false,
    ],
    ['asks for what the participants lead to', '{ cases { officer { id name } } }', false],
    ['asks of some objects for nothing that they have', '{ cases { goods { ... on F_Good { serial } } } }', true],
  ])('answers what one in full does where it %s', async (_, text, isByShape) => {
    made.byShape = 0;
    await agree(over, text);
    expect(made.byShape > 0).toBe(isByShape);
  });
});
