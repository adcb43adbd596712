// The last door: an error whose code is not in the table goes out as INTERNAL_SERVER_ERROR, and none with more than its
// code, its place, its participant, and the types that deny where others allow.
import type { GraphQLFormattedError } from 'graphql';
import { ERRORS, isErrorCode } from './error-table.ts';

/** For Apollo Server's `formatError`. */
export function maskError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { locations, path, extensions = {} } = formatted;
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  const code = isErrorCode(extensions.code) ? extensions.code : 'INTERNAL_SERVER_ERROR';
  const { participant, types } = extensions;
  return {
    message: ERRORS[code].message ?? formatted.message,
    ...place,
    extensions: {
      code,
      ...(typeof participant === 'string' ? { participant } : {}),
      ...(code === 'UNAUTHORIZED_FIELD_OR_TYPE' && isNames(types) ? { types } : {}),
    },
  };
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
