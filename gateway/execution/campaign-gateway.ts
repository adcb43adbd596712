// The gateway that Apollo Server sees. It holds the generation in use, and those that operations still run on.
import type { GraphQLSchema } from 'graphql';
import type { Variables } from '../authorization/index.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { ComposedSupergraph } from '../supergraph/compose.ts';
import type { GatewayContext } from './context.ts';
import { type Answer, type ExecutorOptions, executor } from './executor.ts';
import type { Form } from './form.ts';
import type { GatewayInterface, SchemaListener } from './gateway-types.ts';
import type { Generation } from './generation.ts';

export interface CampaignGateway extends GatewayInterface {
  /** The generation in use. Undefined before the first. */
  current(): Generation | undefined;
  /** Takes a supergraph into use. Where it throws, the one before stays. */
  activate(supergraph: ComposedSupergraph): Promise<void>;
  /** Does this while no supergraph is being taken into use. */
  between(work: (current: Generation | undefined) => Promise<void>): Promise<void>;
  /**
   * Answers an operation that was answered before on the schema in use. Undefined where it was not, or does not fit this
   * time: Apollo Server has to look at it.
   */
  answerPrepared<Formed>(
    text: string,
    operationName: string | null,
    variables: Variables | undefined,
    context: GatewayContext,
    form: Form<Formed>,
  ): Promise<Answer<Formed>> | undefined;
  stop(): Promise<void>;
}

export interface CampaignGatewayOptions extends Omit<ExecutorOptions, 'generationOf'> {
  readonly start: (supergraph: ComposedSupergraph) => Promise<Generation>;
  /** Called with each generation before it takes traffic, and the one in use. What it throws is logged. */
  readonly prepare?: (next: Generation, before: Generation | undefined) => Promise<void>;
  readonly logger: GatewayLogger;
}

export function campaignGateway({ start, prepare, logger, ...rest }: CampaignGatewayOptions): CampaignGateway {
  const bySchema = new WeakMap<GraphQLSchema, Generation>();
  const listeners = new Set<SchemaListener>();
  const retiring = new Set<Promise<void>>();
  let current: Generation | undefined;
  let turn: Promise<void> = Promise.resolve();

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const retire = (generation: Generation) => {
    const retired = generation
      .retire()
      .catch((error: unknown) => logger.error({ err: error }, 'A supergraph was not retired cleanly'))
      .finally(() => retiring.delete(retired));
    retiring.add(retired);
  };
  const generationOf: ExecutorOptions['generationOf'] = ({ schema }) => {
    const generation = bySchema.get(schema);
    if (!generation) throw new Error('expected an operation on a schema of this gateway, got another');
    return generation;
  };
  const own = executor({ ...rest, generationOf, logger });

  return {
    current: () => current,
    activate: (supergraph) =>
      inTurn(async () => {
        const next = await start(supergraph);
        await prepare?.(next, current).catch((error: unknown) =>
          logger.error({ err: error }, 'Operations were not prepared; they are when they are asked'),
        );
        bySchema.set(next.schema, next);
        try {
          for (const listener of listeners) announce(next, listener);
        } catch (error) {
          retire(next);
          throw error;
        }
        if (current) retire(current);
        current = next;
      }),
    between: (work) => inTurn(() => work(current)),
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async load() {
      if (!current) throw new Error('expected a supergraph to be in use before the server starts, got none');
      for (const listener of listeners) announce(current, listener);
      return { executor: own.execute };
    },
    answerPrepared(text, operationName, variables, context, form) {
      const prepared = current?.prepared.find(text, operationName);
      return current && prepared && own.executePrepared(prepared, variables, context, current, form);
    },
    async stop() {
      // What is being taken into use has begun to hold what it needs.
      await turn;
      if (current) {
        current.abandon();
        retire(current);
      }
      current = undefined;
      await Promise.all(retiring);
    },
  };
}

function announce({ schema, supergraph }: Generation, listener: SchemaListener): void {
  listener({ apiSchema: schema, coreSupergraphSdl: supergraph.stripped });
}
