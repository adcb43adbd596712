// What of an error crosses the wire: only errors made on purpose. The rest become one constant message with the request
// id, and a log line that says what happened.
import { AsyncLocalStorage } from 'node:async_hooks';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ServerLogger } from './logger.ts';

const INTERNAL = 'INTERNAL_SERVER_ERROR';

/** Holds the request id while a request is answered: Apollo Server formats errors without their context. */
export const currentRequest = new AsyncLocalStorage<string>();

/** For Apollo Server's `formatError`. A GraphQLError with a code of its own passes, without anything but its code. */
export function maskError(
  logger: ServerLogger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const { locations, path } = formatted;
    const place = { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) };
    const code = formatted.extensions?.code;
    const thrown = unwrapResolverError(error);
    if (thrown instanceof GraphQLError && typeof code === 'string' && code !== INTERNAL) {
      return { message: formatted.message, ...place, extensions: { code } };
    }
    const requestId = currentRequest.getStore();
    logger.error({ err: thrown, requestId, path }, 'A request met an internal error');
    return { message: 'Internal error', ...place, extensions: { code: INTERNAL, requestId } };
  };
}
