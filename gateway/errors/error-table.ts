// The errors that a client can get: code, HTTP status, message. Everything else is masked as INTERNAL_SERVER_ERROR.
import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

interface ErrorEntry {
  /** HTTP status where the error stands for the whole answer; 200 for one that costs some fields only. */
  readonly status: number;
  /** What the client reads. Null: made by GraphQL itself for this operation, and it names nothing but the operation. */
  readonly message: string | null;
}

export const ERRORS = {
  UNAUTHENTICATED: { status: 401, message: 'A valid token is required.' },
  BAD_REQUEST: { status: 400, message: null },
  MALFORMED_REQUEST: { status: 400, message: 'The request could not be read.' },
  GRAPHQL_PARSE_FAILED: { status: 400, message: null },
  GRAPHQL_VALIDATION_FAILED: { status: 400, message: null },
  OPERATION_RESOLUTION_FAILURE: { status: 400, message: null },
  OPERATION_TOO_LARGE: { status: 400, message: null },
  BAD_USER_INPUT: { status: 400, message: null },
  PERSISTED_QUERY_NOT_SUPPORTED: { status: 200, message: null },
  NESTED_TOO_DEEPLY: { status: 400, message: 'Expected an operation of fewer levels.' },
  NOT_FOUND: { status: 404, message: 'There is nothing here.' },
  PAYLOAD_TOO_LARGE: { status: 413, message: 'The request is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Expected a body of type application/json.' },
  UNAUTHORIZED_FIELD_OR_TYPE: { status: 200, message: 'The caller may not read this field or type.' },
  PARTICIPANT_UNAVAILABLE: { status: 200, message: 'A participant did not answer; its fields are null.' },
  CAMPAIGN_UNAVAILABLE: { status: 200, message: 'The index of the campaign did not answer; ask again.' },
  AUDIT_UNAVAILABLE: { status: 200, message: 'The audit trail cannot be written; restricted fields are null.' },
  NOT_READY: { status: 503, message: 'No schema is loaded yet; ask again.' },
  INTERNAL_SERVER_ERROR: { status: 500, message: 'Something went wrong; the response header x-request-id names it.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** Codes whose message is constant. */
export type ConstantErrorCode = {
  [Code in ErrorCode]: (typeof ERRORS)[Code]['message'] extends string ? Code : never;
}[ErrorCode];

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code);
}

/** An error for a client, with the table's message. `extensions` are sent beside the code. */
export function clientError(
  code: ConstantErrorCode,
  extensions: Record<string, unknown> = {},
  path?: GraphQLErrorOptions['path'],
): GraphQLError {
  return new GraphQLError(ERRORS[code].message, { extensions: { code, ...extensions }, path: path ?? null });
}

/** The constant body of an answer that is no more than this error. */
export function errorBody(code: ConstantErrorCode): string {
  return JSON.stringify({ errors: [{ message: ERRORS[code].message, extensions: { code } }] });
}
