// Random operations over supergraphs of different shape: our executor, the stock one on the same plans, and one schema
// that is not federated agree. EXECUTION_RUNS sets how many operations are tried over each (default 40),
// EXECUTION_SEED which: the same each time unless told, so that a red run is of the change.
import { assert, asyncProperty, pre, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draw } from '../authorization/random-model.ts';
import { type Call, type Federation, federation } from './worlds/federation.ts';
import { drawOperation, type RandomOperation } from './worlds/random-selection.ts';
import { worlds } from './worlds/worlds.ts';

const RUNS = Number(process.env.EXECUTION_RUNS ?? 40);
const SEED = Number(process.env.EXECUTION_SEED ?? 20_261_124);

/** Where the stock executor answers otherwise on the same plan, and is wrong: ours is held to the one schema there too. */
const DIFFERENCES: readonly { readonly why: string; readonly holds: (calls: readonly Call[]) => boolean }[] = [
  {
    why: 'the name of an interface, told by a subgraph to which it is an object, replaces the type that is known',
    holds: (calls) => calls.some(({ text }) => /\.\.\.on Media\{[^}]*__typename/.test(text)),
  },
];

async function agree(on: Federation, { document, text, variables }: RandomOperation): Promise<void> {
  const told = `${text}\n${JSON.stringify(variables)}`;
  const { data, errors, flaws, calls } = await on.ours(document, variables);
  const alone = await on.alone(document, variables);
  expect(JSON.stringify(data), told).toBe(JSON.stringify(alone.data));
  // A null that spread is told by both.
  expect(errors.length + flaws.length > 0, told).toBe(alone.errors !== undefined);
  if (on.isStock && !DIFFERENCES.some(({ holds }) => holds(calls)))
    expect(await on.stock(document, variables), told).toEqual(data);
}

describe('an operation is answered as by the stock executor and by a schema that is not federated', () => {
  it.each(worlds.map((world) => [world.name, world] as const))(
    'over %s',
    async (_, world) => {
      const on = federation(world);
      let tried = 0;
      await assert(
        asyncProperty(uint8Array({ minLength: 40, maxLength: 240 }), async (bytes) => {
          const operation = drawOperation(new Draw(bytes), on.schema);
          if (!operation) return pre(false);
          tried += 1;
          await agree(on, operation);
        }),
        { numRuns: RUNS, seed: SEED, maxSkipsPerRun: 1_000, endOnFailure: true },
      );
      expect(tried).toBeGreaterThanOrEqual(RUNS);
    },
    3_600_000,
  );
});
