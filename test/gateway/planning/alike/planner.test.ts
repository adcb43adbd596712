import { composeServices } from '@apollo/composition';
import type { PlanNode } from '@apollo/query-planner';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { plannerByShape } from '#gateway/planning/alike/planner.ts';

const members = (size: number) => Array.from({ length: size }, (_, index) => `M${index}`);

function plannerOver(size: number) {
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])\n';
  const sdls = [
    [
      'hub',
      `type Query { items: [Item!] } interface Item @key(fields: "id") { id: ID! }
       ${members(size)
         .map((name) => `type ${name} implements Item @key(fields: "id") { id: ID! }`)
         .join(' ')}`,
    ],
    ...members(size).map((name) => [
      name.toLowerCase(),
      `interface Item { id: ID! size: Int weight: Int }
       type ${name} implements Item @key(fields: "id") { id: ID! size: Int weight: Int own${name}: Int }`,
    ]),
  ] as const;
  const { supergraphSdl, errors } = composeServices(
    sdls.map(([name = '', sdl = '']) => ({ name, url: 'http://127.0.0.1:1/', typeDefs: parse(link + sdl) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(String).join('\n'));
  return plannerByShape({ document: parse(supergraphSdl) });
}

const fetches = (node: PlanNode | undefined): number => {
  switch (node?.kind) {
    case 'Fetch':
      return 1;
    case 'Flatten':
      return fetches(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.reduce((sum, each) => sum + fetches(each), 0);
    default:
      return 0;
  }
};

/** Fetches of the plan, and for how many members each representative in it stands. */
function planned(size: number, text: string) {
  const { plan, representatives } = plannerOver(size).plan(parse(text));
  return {
    fetches: fetches(plan.node?.kind === 'Subscription' ? undefined : plan.node),
    standFor: representatives.map((each) => each.members.length).toSorted((a, b) => a - b),
  };
}

describe('a plan by shape', () => {
  it('is no larger over twelve members than over four', () => {
    expect(planned(4, '{ items { id size } }')).toEqual({ fetches: 2, standFor: [4] });
    expect(planned(12, '{ items { id size } }')).toEqual({ fetches: 2, standFor: [12] });
  });

  it('has a representative more for a member of whom the operation says something else', () => {
    expect(planned(12, '{ items { id size ... on M7 { weight } } }')).toEqual({ fetches: 3, standFor: [1, 11] });
  });

  it('has one representative for all members of whom it says the same, as where rights left one out', () => {
    const others = members(12).filter((name) => name !== 'M5');
    const text = `{ items { id ${others.map((name) => `... on ${name} { size }`).join(' ')} } }`;
    expect(planned(12, text)).toEqual({ fetches: 2, standFor: [1, 11] });
  });

  it('is made in full where a field is asked for that one member has alone', () => {
    expect(planned(6, '{ items { id size ... on M3 { ownM3 } } }')).toEqual({ fetches: 7, standFor: [] });
  });

  it('is made in full where the operation tells too many members apart', () => {
    const some = ['size', 'weight', 'size weight'].map((fields, index) => `... on M${index} { ${fields} }`);
    expect(planned(6, `{ items { id ${some.join(' ')} } }`).standFor).toEqual([]);
  });

  it('refuses what the full planner refuses', () => {
    expect(() => planned(6, '{ items { nothing } }')).toThrow('nothing');
  });
});
