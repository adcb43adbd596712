// The mock subgraphs of the benchmark answer what GraphQL would, and its workloads ask what they say.
import { Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '#gateway/supergraph/compose.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { median } from '../../bench/report/table.ts';
import { WORKLOADS, workload } from '../../bench/workloads/all.ts';
import { answer } from '../../bench/world/answer.ts';
import { benchWorld } from '../../bench/world/records.ts';
import { benchRoster } from '../../bench/world/roster.ts';

const roster = benchRoster(3);
const world = benchWorld(roster, 7);

describe('the mock subgraphs', () => {
  it('answer an operation of the hub as graphql-js does', async () => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(hubSdl({ participants: roster })) }]);
    const query = `query Q($first: Int, $no: Boolean = false) { phase(id: "BENCH-1") { again: id
      cases(first: $first) { nodes { __typename id ... on P002CustomsCase { kind } ...Head @skip(if: $no) } totalCount } } }
      fragment Head on Case { participant { code } participant { name } reference @include(if: $no) }`;
    const variables = { first: 5, no: false };
    const rootValue = { phase: { ...(world.root.phase as object), cases: casesOf } };
    const expected = await graphql({ schema, source: query, rootValue, variableValues: variables });
    expect(expected.errors).toBeUndefined();
    expect(answer(world, 'campaign', query, variables)).toEqual(expected.data);
  });

  it('answer entities in the order asked for, and null for one that is not theirs', () => {
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on P001CustomsCase { id seizures { quantity { value } } } } }`;
    const representations = ['P001-B-000003', 'P002-B-000001', 'P001-B-000000'].map((id) => ({ id }));
    expect(answer(world, 'p001', query, { representations })).toEqual({
      _entities: [{ id: 'P001-B-000003', seizures: twice(15.5) }, null, { id: 'P001-B-000000', seizures: twice(12.5) }],
    });
  });
});

describe('the workloads', () => {
  it('name only what the hub and the participants have', () => {
    const sources = [
      { name: 'campaign', url: 'http://127.0.0.1:1/graphql', sdl: hubSdl({ participants: roster }) },
      ...roster.map((each) => ({
        name: each.code.toLowerCase(),
        url: 'http://127.0.0.1:1/graphql',
        sdl: participantSdl(each),
      })),
    ];
    const composed = composeSupergraph({ roster: { participants: roster }, subgraphs: sources });
    if (composed.sdl === undefined) throw new Error('expected the SDLs to compose');
    const api = Supergraph.build(composed.stripped).apiSchema().toGraphQLJSSchema();
    for (const each of WORKLOADS) expect(validate(api, parse(each.request(3).query)), each.id).toEqual([]);
  });

  it('ask for a shape never asked for before, thousands of times', () => {
    const shapes = new Set(Array.from({ length: 20_000 }, (_, n) => workload('W5').request(n).query));
    expect(shapes.size).toBe(20_000);
  });
});

describe('a median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
  ])('of %j is %d', (values, expected) => expect(median(values)).toBe(expected));
});

function casesOf({ first }: { first: number }) {
  const { nodes, totalCount } = (world.root.phase as { cases: { nodes: object[]; totalCount: number } }).cases;
  return { nodes: nodes.slice(0, first), totalCount };
}

function twice(value: number) {
  return [{ quantity: { value } }, { quantity: { value } }];
}
