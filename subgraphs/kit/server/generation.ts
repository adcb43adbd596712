// One schema being served: an Apollo Server, and the requests that began on it. A new schema is a new generation.
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Caller } from '#trust/assertion/index.ts';
import { type Auditing, auditPlugin } from '../audit/audit-plugin.ts';
import { feedGuard } from './feed-alone.ts';
import type { ServerLogger } from './logger.ts';
import { maskError } from './masking.ts';

export interface Generation<Context extends object> {
  readonly server: ApolloServer<Context>;
  /** Counts a request as in flight until `answer` settles. */
  during<Answer>(answer: Promise<Answer>): Promise<Answer>;
  /** Stops once no request is in flight. */
  stop(): Promise<void>;
}

export async function startGeneration<Context extends { readonly caller: Caller }>(
  schema: GraphQLSchema,
  logger: ServerLogger,
  audit?: Auditing<Context>,
): Promise<Generation<Context>> {
  const server = new ApolloServer<Context>({
    schema,
    // Apollo Server speaks of its own start and stop only; errors of requests are logged where they are masked.
    logger,
    formatError: maskError(logger),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    plugins: [
      feedGuard<Context>(),
      ...(audit === undefined ? [] : [auditPlugin(audit, logger)]),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();

  const inFlight = new Set<Promise<unknown>>();
  return {
    server,
    async during(answer) {
      inFlight.add(answer);
      try {
        return await answer;
      } finally {
        inFlight.delete(answer);
      }
    },
    async stop() {
      while (inFlight.size > 0) await Promise.allSettled(inFlight);
      await server.stop();
    },
  };
}
