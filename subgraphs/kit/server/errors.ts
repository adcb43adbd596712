// Errors that a subgraph answers on purpose. Whatever is not one of these is masked (masking.ts).
import { GraphQLError } from 'graphql';

/** An error that crosses the wire: `message` says what was expected and what was got, `extensions.code` is for programs. */
export function answeredError(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** An argument that cannot be taken: code BAD_USER_INPUT. */
export function badUserInput(message: string): GraphQLError {
  return answeredError('BAD_USER_INPUT', message);
}
