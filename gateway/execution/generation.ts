// One supergraph in use: schema, planner and data sources that belong together, and the operations that began on it.
// A new supergraph is a new generation, so that what began on one ends on it.
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { GatewayLogger } from '../operations/logger.ts';
import { type ComposedSupergraph, type SubgraphRoute, VIEWER } from '../supergraph/compose.ts';
import { CallFailure } from '../transport/call-failure.ts';
import type { GatewayContext } from './context.ts';
import type { ExecutionAnswer, ExecutionRequest } from './gateway-types.ts';
import { operations } from './operations.ts';
import type { CallSubgraph } from './plan/run.ts';
import { checkScalarLiterals } from './scalar-literals.ts';

// Read by ApolloGateway when it is made. What is asked of this gateway stays inside.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

export interface Generation {
  readonly supergraph: ComposedSupergraph;
  /** The API schema. */
  readonly schema: GraphQLSchema;
  /** The stock executor. */
  execute(request: ExecutionRequest): Promise<ExecutionAnswer>;
  /** Ends once no operation runs on it. */
  retire(): Promise<void>;
}

/** @throws where `@apollo/gateway` does not take the supergraph. */
export async function startGeneration(
  supergraph: ComposedSupergraph,
  dataSource: (route: SubgraphRoute) => GraphQLDataSource,
  logger: GatewayLogger,
): Promise<Generation> {
  const routes = new Map(supergraph.routes.map((route) => [route.name, route]));
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph.stripped,
    buildService({ name }) {
      const route = routes.get(name);
      if (!route) throw new Error(`expected a route for each subgraph, got none for ${name}`);
      return dataSource(route);
    },
    // On, a header of the client's makes the gateway answer its plan.
    __exposeQueryPlanExperimental: false,
    logger: {
      debug: (message) => logger.debug(message),
      info: (message) => logger.debug(message),
      warn: (message) => logger.warn(message),
      error: (message) => logger.error(message),
    },
  });
  const { schema } = await gateway.load();
  if (routes.has(VIEWER)) checkScalarLiterals(schema);
  const own = operations({ supergraph: supergraph.stripped, schema });
  const sources = new Map(supergraph.routes.map((route) => [route.name, dataSource(route)]));
  const call: CallSubgraph<GatewayContext> = async (subgraph, query, variables, context, repeatable) => {
    const source = sources.get(subgraph);
    if (!source) throw new Error(`expected a source for each subgraph, got none for ${subgraph}`);
    const operation = { operation: repeatable ? 'query' : 'mutation' };
    return source.process({
      kind: 'incoming operation',
      request: { query, variables },
      context,
      incomingRequestContext: { operation },
    } as never) as never;
  };
  const running = new Set<Promise<unknown>>();
  return {
    supergraph,
    schema,
    async execute(request) {
      const context = request.context as unknown as GatewayContext;
      const answer = own
        .execute(request.document, request.request.variables ?? {}, context, call)
        .then(({ data, flaws, flawed }) => {
          for (const subgraph of flawed)
            context.reports.failures.set(subgraph, new CallFailure('nonsense', 'got values that were not asked for'));
          const valueCompletion = flaws.map((path) => new GraphQLError('expected another value', { path }));
          return { data, extensions: { valueCompletion } };
        });
      running.add(answer);
      try {
        return await answer;
      } finally {
        running.delete(answer);
      }
    },
    async retire() {
      while (running.size > 0) await Promise.allSettled(running);
      await gateway.stop();
    },
  };
}
