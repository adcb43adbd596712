// One supergraph in use: schema, planner and data sources that belong together, and the operations that began on it.
// A new supergraph is a new generation, so that what began on one ends on it.
import { ApolloGateway } from '@apollo/gateway';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { type Policies, readRequirements, type SchemaRights, schemaRights } from '../authorization/index.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { OtherLiterals } from '../planning/literal-value.ts';
import { prepareSupergraph } from '../planning/prepare-supergraph.ts';
import { type PlanningOptions, type PlanningThread, planningThread } from '../planning/thread/planning-thread.ts';
import { type ComposedSupergraph, type SubgraphRoute, VIEWER } from '../supergraph/compose.ts';
import { CallFailure } from '../transport/call-failure.ts';
import type { SubgraphSource } from '../transport/subgraph-source.ts';
import type { OperationAnswer } from './compiled-operation.ts';
import type { ExecutionContext } from './context.ts';
import type { Form } from './form.ts';
import { misfitsOf } from './misfits.ts';
import { operations } from './operations.ts';
import type { CallSubgraph } from './plan/run.ts';
import { type PreparedOperations, preparedOperations } from './prepared-operations.ts';
import { type RecentUses, recentUses } from './recent-uses.ts';
import { Running } from './running.ts';
import { checkScalarLiterals } from './scalar-literals.ts';

// Read by ApolloGateway when it is made. What is asked of this gateway stays inside.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

export interface Generation {
  readonly supergraph: ComposedSupergraph;
  /** The API schema. */
  readonly schema: GraphQLSchema;
  readonly rights: SchemaRights;
  /** Operations that were found valid for this schema. */
  readonly prepared: PreparedOperations;
  /** Of persisted operations. */
  readonly lately: RecentUses;
  /** Plans and executes; see `Operations`. What subgraphs do wrong stands in the context's reports. */
  execute<Formed>(
    document: DocumentNode,
    variables: Readonly<Record<string, unknown>>,
    context: ExecutionContext,
    form: Form<Formed>,
    others?: OtherLiterals,
  ): Promise<Pick<OperationAnswer<Formed>, 'data' | 'flaws'>>;
  /** See `Operations`. */
  plans(document: DocumentNode): (() => Promise<boolean>)[];
  hasRoom(): boolean;
  /** Ends once no operation runs on it. */
  retire(): Promise<void>;
  /** Lets nobody wait for a plan any more: the gateway stops. */
  abandon(): void;
}

export interface GenerationOptions {
  /** Those in use now; see `schemaRights`. */
  readonly policies: () => Policies | undefined;
  readonly logger: GatewayLogger;
  readonly metrics: Pick<Metrics, 'planLookups' | 'plansHeld'>;
  readonly limits: PlanningOptions['limits'];
}

/** @throws where the supergraph's rights are not understood whole, or `@apollo/gateway` does not take it. */
export async function startGeneration(
  supergraph: ComposedSupergraph,
  sourceOf: (route: SubgraphRoute) => SubgraphSource,
  options: GenerationOptions,
): Promise<Generation> {
  const { limits, logger } = options;
  // Begins while the schema is loaded here.
  const planning = planningThread(
    { supergraph: supergraph.stripped },
    { limits, onFailure: (failure) => logger.error(failure, 'The thread that plans ended; another takes its place') },
  );
  try {
    const schema = await loadedSchema(supergraph, logger);
    await planning.ready;
    return generation(supergraph, schema, sourceOf, planning, options);
  } catch (error) {
    planning.end();
    throw error;
  }
}

/** The API schema. */
async function loadedSchema(supergraph: ComposedSupergraph, logger: GatewayLogger): Promise<GraphQLSchema> {
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph.stripped,
    // It checks and loads the supergraph, and executes nothing.
    buildService: ({ name }) => ({
      process: () => Promise.reject(new Error(`expected no call of ${name} by the stock executor, got one`)),
    }),
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
  // Let go of: it holds a planner of its own over every subgraph, half of what a large campaign takes of memory, and what is
  // held is looked through at each collection of garbage.
  await gateway.stop();
  if (supergraph.routes.some(({ name }) => name === VIEWER)) checkScalarLiterals(schema);
  return schema;
}

function generation(
  supergraph: ComposedSupergraph,
  schema: GraphQLSchema,
  sourceOf: (route: SubgraphRoute) => SubgraphSource,
  planning: PlanningThread,
  { policies, logger, metrics }: GenerationOptions,
): Generation {
  const rights = schemaRights({
    schema,
    requirements: readRequirements(supergraph.sdl),
    policies,
    onFailure: (failure) => logger.error(failure, 'A label was denied: its policies could not be evaluated'),
  });
  const sources = new Map(supergraph.routes.map((route) => [route.name, sourceOf(route)]));
  const call: CallSubgraph<ExecutionContext> = (subgraph, text, variables, context, repeatable) => {
    const source = sources.get(subgraph);
    if (!source) throw new Error(`expected a source for each subgraph, got none for ${subgraph}`);
    return source(text, variables, context, repeatable);
  };
  const { naming, required, types } = prepareSupergraph(supergraph.stripped);
  const own = operations({
    supergraph: { naming, required, types },
    schema,
    metrics,
    plan: (text, asker) => planning.plan(text, asker),
  });
  const running = new Running();
  return {
    supergraph,
    schema,
    rights,
    prepared: preparedOperations(schema),
    lately: recentUses(),
    async execute(document, variables, context, form, others) {
      running.began();
      try {
        const { data, flaws, flawed } = await own.execute(
          document,
          variables,
          context,
          call,
          form,
          askerOf(context),
          others,
        );
        if (flaws.length === 0 && flawed.size === 0) return { data, flaws };
        const { reports } = context;
        for (const subgraph of new Set([...flawed, ...misfitsOf(flaws, reports).bySubgraph.keys()]))
          if (!reports.failures.has(subgraph))
            reports.failures.set(subgraph, new CallFailure('misfit', 'got values that do not fit'));
        return { data, flaws };
      } finally {
        running.ended();
      }
    },
    plans: (document) => own.plans(document),
    hasRoom: () => own.hasRoom(),
    async retire() {
      await running.none();
      planning.end();
    },
    abandon: () => planning.abandon(),
  };
}

function askerOf({ caller: { agency, subject } }: ExecutionContext): string {
  return `${agency} ${subject}`;
}
