// Errors that a subgraph answers on purpose. Whatever is not one of these is masked (masking.ts).
import { GraphQLError } from 'graphql';

/** An error that crosses the wire: `message` says what was expected and what was got, `extensions.code` is for programs. */
export function answeredError(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** What the caller may not have, whatever it is: code FORBIDDEN, HTTP status 403 where nothing was executed yet. */
export function forbidden(): GraphQLError {
  return new GraphQLError('expected a request that this caller may make, got another', {
    extensions: { code: 'FORBIDDEN', http: { status: 403 } },
  });
}

/** An argument that cannot be taken: code BAD_USER_INPUT. */
export function badUserInput(message: string): GraphQLError {
  return answeredError('BAD_USER_INPUT', message);
}
