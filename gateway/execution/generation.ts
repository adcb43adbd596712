// One supergraph in use: schema, planner and data sources that belong together, and the operations that began on it.
// A new supergraph is a new generation, so that what began on one ends on it.
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { GraphQLSchema } from 'graphql';
import { type Policies, readRequirements, type SchemaRights, schemaRights } from '../authorization/index.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { Metrics } from '../operations/metrics.ts';
import { type ComposedSupergraph, type SubgraphRoute, VIEWER } from '../supergraph/compose.ts';
import type { ExecutionAnswer, ExecutionRequest } from './gateway-types.ts';
import { planCache } from './plan-cache.ts';
import { checkScalarLiterals } from './scalar-literals.ts';

// Read by ApolloGateway when it is made. What is asked of this gateway stays inside.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

export interface Generation {
  readonly supergraph: ComposedSupergraph;
  /** The API schema. */
  readonly schema: GraphQLSchema;
  readonly rights: SchemaRights;
  /**
   * Plans and executes. The stock executor.
   * @param request filtered: `document` holds what the caller may read, `queryHash` is the key of its plan.
   */
  execute(request: ExecutionRequest): Promise<ExecutionAnswer>;
  /** Ends once no operation runs on it. */
  retire(): Promise<void>;
}

export interface GenerationOptions {
  /** Those in use now; see `schemaRights`. */
  readonly policies: () => Policies | undefined;
  readonly logger: GatewayLogger;
  readonly metrics: Pick<Metrics, 'planLookups' | 'plansHeld'>;
}

/** @throws where the supergraph's rights are not understood whole, or `@apollo/gateway` does not take it. */
export async function startGeneration(
  supergraph: ComposedSupergraph,
  dataSource: (route: SubgraphRoute) => GraphQLDataSource,
  { policies, logger, metrics }: GenerationOptions,
): Promise<Generation> {
  const requirements = readRequirements(supergraph.sdl);
  const routes = new Map(supergraph.routes.map((route) => [route.name, route]));
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph.stripped,
    queryPlannerConfig: { cache: planCache(metrics) },
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
  const rights = schemaRights({
    schema,
    requirements,
    policies,
    onFailure: (failure) => logger.error(failure, 'A label was denied: its policies could not be evaluated'),
  });
  const running = new Set<Promise<unknown>>();
  return {
    supergraph,
    schema,
    rights,
    async execute(request) {
      const answer = gateway.executor(request);
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
