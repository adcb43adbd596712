// Apollo Server in front of the campaign's gateway: parse, validate, GraphQL over HTTP. Nothing of it reports outside.
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLError } from 'graphql';
import type { GatewayConfig } from '../config/read.ts';
import { isErrorCode } from '../errors/error-table.ts';
import { maskError } from '../errors/mask-error.ts';
import type { GatewayContext } from '../execution/context.ts';
import type { GatewayInterface } from '../execution/gateway-types.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import { serverTiming } from '../operations/server-timing.ts';
import { ownRules } from '../protection/rules.ts';
import { documentStore } from './document-store.ts';

/** Starts; `gateway` must have a schema by now. */
export async function startApolloServer(
  gateway: GatewayInterface,
  config: Pick<GatewayConfig, 'introspection' | 'limits' | 'authentication'>,
  logger: GatewayLogger,
): Promise<ApolloServer<GatewayContext>> {
  const server = new ApolloServer<GatewayContext>({
    gateway,
    introspection: config.introspection,
    hideSchemaDetailsFromClientErrors: !config.introspection,
    includeStacktraceInErrorResponses: false,
    formatError: maskError,
    parseOptions: { maxTokens: config.limits.maxTokens },
    validationRules: ownRules(config.limits),
    allowBatchedHttpRequests: false,
    // What a request names by an id is found before it comes here.
    persistedQueries: false,
    documentStore: documentStore(),
    // A page of another site cannot send a token. Where none is needed, it must not be able to send a simple request.
    csrfPrevention: !config.authentication.required,
    stopOnTerminationSignals: false,
    logger: {
      debug: (message) => logger.debug(message),
      info: (message) => logger.debug(message),
      warn: (message) => logger.warn(message),
      error: (message) => logger.error(message),
    },
    plugins: [
      logUnexpected(logger),
      serverTiming(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}

/** What is masked for the client is in the log, under the request's id. */
export function logMasked(errors: readonly GraphQLError[], requestId: string, logger: GatewayLogger): void {
  for (const error of errors)
    if (!isErrorCode(error.extensions.code)) logger.error({ requestId, err: error }, 'An unexpected error was masked');
}

function logUnexpected(logger: GatewayLogger): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue }) {
          logMasked(errors, contextValue.requestId, logger);
        },
      };
    },
  };
}
