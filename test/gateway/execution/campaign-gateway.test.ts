import { buildSchema, type GraphQLSchema, parse } from 'graphql';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { ANONYMOUS } from '#gateway/authentication/caller.ts';
import { readRequirements, schemaRights } from '#gateway/authorization/index.ts';
import { campaignGateway } from '#gateway/execution/campaign-gateway.ts';
import type { ExecutionRequest } from '#gateway/execution/gateway-types.ts';
import type { Generation } from '#gateway/execution/generation.ts';
import { preparedOperations } from '#gateway/execution/prepared-operations.ts';
import { recentUses } from '#gateway/execution/recent-uses.ts';
import { gatewayMetrics } from '#gateway/operations/metrics.ts';
import type { ComposedSupergraph } from '#gateway/supergraph/compose.ts';
import { noReports } from '#gateway/transport/reports.ts';

/** A generation that answers its own name, once it is let. */
function generation(supergraph: ComposedSupergraph) {
  const retired = Promise.withResolvers<void>();
  const schema = buildSchema('type Query { name: String }');
  const requirements = readRequirements('type Query { name: String }');
  let isAbandoned = false;
  const made: Generation = {
    supergraph,
    schema,
    rights: schemaRights({ schema, requirements, policies: () => undefined }),
    prepared: preparedOperations(schema),
    lately: recentUses(),
    plans: () => [],
    hasRoom: () => true,
    execute: async (_, __, ___, form) => ({ data: form({ name: supergraph.sdl }), flaws: [] }),
    retire: async () => retired.resolve(),
    abandon() {
      isAbandoned = true;
    },
  };
  return { made, retired: retired.promise, isAbandoned: () => isAbandoned };
}

const supergraph = (sdl: string): ComposedSupergraph => ({ sdl, stripped: sdl, rights: 0, routes: [], refusals: [] });

function request(schema: GraphQLSchema): ExecutionRequest {
  const source = '{ name }';
  const document = parse(source);
  const [operation] = document.definitions;
  return {
    schema,
    document,
    operation,
    source,
    request: {},
    queryHash: 'h',
    context: { reports: noReports(), requestId: 'r', caller: ANONYMOUS },
  } as unknown as ExecutionRequest;
}

function gateway() {
  const generations = new Map<string, ReturnType<typeof generation>>();
  const made = campaignGateway({
    limits: { maxNodes: 10_000 },
    logger: pino({ level: 'silent' }),
    metrics: gatewayMetrics(),
    async start(of) {
      if (of.sdl === 'bad') throw new Error('bad');
      const next = generation(of);
      generations.set(of.sdl, next);
      return next.made;
    },
  });
  const load = async () => {
    const { executor } = await made.load({ apollo: {} });
    if (!executor) throw new Error('expected an executor');
    return executor;
  };
  const schemaOf = (sdl: string) => {
    const found = generations.get(sdl)?.made.schema;
    if (!found) throw new Error(`expected ${sdl}`);
    return found;
  };
  return {
    made,
    load,
    schemaOf,
    retired: (sdl: string) => generations.get(sdl)?.retired,
    isAbandoned: (sdl: string) => generations.get(sdl)?.isAbandoned(),
  };
}

describe('the gateway', () => {
  it('executes an operation on the supergraph whose schema it was validated against', async () => {
    const { made, load, schemaOf, retired } = gateway();
    await made.activate(supergraph('first'));
    const execute = await load();
    const before = request(schemaOf('first'));
    await made.activate(supergraph('second'));
    await retired('first');
    await expect(execute(before)).resolves.toEqual({ data: { name: 'first' } });
    await expect(execute(request(schemaOf('second')))).resolves.toEqual({ data: { name: 'second' } });
  });

  it('announces each schema, the one in use at once', async () => {
    const { made, load, schemaOf } = gateway();
    const announced: GraphQLSchema[] = [];
    await made.activate(supergraph('first'));
    made.onSchemaLoadOrUpdate?.(({ apiSchema }) => void announced.push(apiSchema));
    await load();
    await made.activate(supergraph('second'));
    expect(announced).toEqual([schemaOf('first'), schemaOf('second')]);
  });

  it('stays on its supergraph where the next does not start, or is not taken', async () => {
    const { made, retired } = gateway();
    await made.activate(supergraph('first'));
    await expect(made.activate(supergraph('bad'))).rejects.toThrow('bad');
    made.onSchemaLoadOrUpdate?.(() => {
      throw new Error('not taken');
    });
    await expect(made.activate(supergraph('second'))).rejects.toThrow('not taken');
    expect(made.current()?.supergraph.sdl).toBe('first');
    // It holds nothing any more.
    await expect(retired('second')).resolves.toBeUndefined();
  });

  it('stops without waiting for plans, once what is being taken into use is', async () => {
    const { made, retired, isAbandoned } = gateway();
    await made.activate(supergraph('first'));
    const activated = made.activate(supergraph('second'));
    await made.stop();
    await activated;
    await retired('first');
    await retired('second');
    expect([isAbandoned('second'), made.current()]).toEqual([true, undefined]);
  });

  it('does not load before it has a supergraph', async () => {
    await expect(gateway().load()).rejects.toThrow('expected a supergraph');
  });
});
