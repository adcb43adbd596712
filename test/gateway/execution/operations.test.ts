import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { asItIs } from '#gateway/execution/form.ts';
import { operations } from '#gateway/execution/operations.ts';
import { gatewayMetrics } from '#gateway/operations/metrics.ts';
import { plannerByShape } from '#gateway/planning/alike/planner.ts';
import { prepareSupergraph } from '#gateway/planning/prepare-supergraph.ts';
import { wholePlanner } from '#gateway/planning/whole-plan.ts';
import { federation } from './worlds/federation.ts';
import { products } from './worlds/worlds.ts';

const { supergraph, schema } = federation(products);

/** Executes over subgraphs that answer nothing, and counts plans. */
function executor() {
  const metrics = gatewayMetrics();
  const prepared = prepareSupergraph(supergraph);
  const own = operations({ supergraph: prepared, schema, metrics, plan: wholePlanner(plannerByShape(prepared)) });
  const sent: Readonly<Record<string, unknown>>[] = [];
  const run = (text: string, variables: Record<string, unknown> = {}) =>
    own.execute(
      parse(text),
      variables,
      undefined,
      async (_, __, given) => {
        sent.push(given);
        return { data: null };
      },
      asItIs,
      'somebody',
    );
  const misses = async () =>
    (await metrics.planLookups.get()).values.find(({ labels }) => labels.outcome === 'miss')?.value;
  return { run, own, sent, misses };
}

const fault = () => Promise.reject(new Error('a fault'));

describe('operations', () => {
  it('that differ in literals alone are planned once, and each is sent its own', async () => {
    const { run, sent, misses } = executor();
    await run('{ product(upc: "p1") { name } }');
    await run('{ product(upc: "p2") { name } }');
    expect(await misses()).toBe(1);
    expect(sent.map((each) => Object.values(each))).toEqual([['p1'], ['p2']]);
  });

  it('are planned for each choice of what is included, and no more', async () => {
    const { run, misses } = executor();
    const text = 'query ($a: Boolean = false, $b: Boolean!) { products { name @include(if: $a) upc @skip(if: $b) } }';
    await run(text, { b: true });
    await run(text, { b: true, a: false });
    expect(await misses()).toBe(1);
    await run(text, { b: false });
    await run(text, { b: true, a: true });
    expect(await misses()).toBe(3);
  });

  it('are sent the variables that they use, and none that are inherited', async () => {
    const { run, sent } = executor();
    await run(
      'query ($constructor: Int, $first: Int) { products(first: $constructor) { name } reviews { body(length: $first) } }',
      {
        first: 3,
      },
    );
    expect(sent).toEqual(expect.arrayContaining([{}, { first: 3 }]));
  });

  it('ask the schema itself without a call', async () => {
    const { run, sent } = executor();
    const text =
      'query ($name: String!) { a: __type(name: $name) { n: name of: kind @skip(if: true) fields { f: name @skip(if: true) } } __schema { queryType { name } } __typename }';
    expect((await run(text, { name: 'Maker' })).data).toEqual({
      a: { n: 'Maker', fields: [{}, {}, {}, {}] },
      __schema: { queryType: { name: 'Query' } },
      __typename: 'Query',
    });
    expect(sent).toEqual([]);
  });

  it('with a fault of the gateway’s own end whole', async () => {
    const { own } = executor();
    await expect(own.execute(parse('{ products { name } }'), {}, undefined, fault, asItIs, 'somebody')).rejects.toThrow(
      'a fault',
    );
  });
});
