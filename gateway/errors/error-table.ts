// The errors that a client can get: code, HTTP status, message, and what they mean. Everything else is masked as
// INTERNAL_SERVER_ERROR. docs/errors.md is made from this table.
import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

interface ErrorEntry {
  /** HTTP status where the error stands for the whole answer; 200 for one that costs some fields only. */
  readonly status: number;
  /** What the client reads. Null: made by GraphQL itself for this operation, and it names nothing but the operation. */
  readonly message: string | null;
  /** What the reader may take from it. Markdown; it stands in docs/errors.md. */
  readonly means: string;
  /** What the reader can do. */
  readonly act: string;
}

export const ERRORS = {
  UNAUTHENTICATED: {
    status: 401,
    message: 'A valid token is required.',
    means: 'The request carried no token, or one that is not taken; which of the two, and why, is not said.',
    act: 'Ask your identity provider for a new token and send it as `Authorization: Bearer …`, once.',
  },
  BAD_REQUEST: {
    status: 400,
    message: null,
    means:
      'The request is JSON, but no GraphQL request: no query, a list of requests, or an operation that may not come this way.',
    act: 'Send one object with `query` (or one id of a persisted operation), and `variables` and `operationName` where needed.',
  },
  MALFORMED_REQUEST: {
    status: 400,
    message: 'The request could not be read.',
    means: 'What came is no HTTP, no JSON, or has a path or header that cannot be read.',
    act: 'Send a JSON body over HTTP/1.1.',
  },
  GRAPHQL_PARSE_FAILED: {
    status: 400,
    message: null,
    means: 'The query is no GraphQL, or has more tokens than one may.',
    act: 'Correct the place that the message names; split what is too long.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    message: null,
    means:
      'The query does not fit the schema or its bounds: an unknown field, a wrong argument, a mutation, too many levels, an alias that begins with `__`.',
    act: 'Correct what the message names. A field that you know of may be hidden from clients.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    message: null,
    means: 'It cannot be told which operation is meant.',
    act: 'Send `operationName` with the name of one of the operations.',
  },
  OPERATION_TOO_LARGE: {
    status: 400,
    message: null,
    means:
      'The pages asked for within pages come to more nodes than one request may ask for; or the operation takes longer to plan than one may.',
    act: 'Ask for smaller pages (`first`), or for fewer levels of them, and page on by cursor; split what cannot be planned.',
  },
  BAD_USER_INPUT: {
    status: 400,
    message: null,
    means:
      'Variables or an argument do not fit: of another type, out of bounds, a cursor of another list. Of variables ten faults are told at most. Beside a `path` it costs that field only, with status 200.',
    act: 'Correct the value that the message names.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    status: 200,
    message: null,
    means: 'The request named an operation by an id, and this gateway has no list of them.',
    act: 'Send the operation\u2019s text, without an id.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    status: 200,
    message: 'PersistedQueryNotFound',
    means: 'The request named an operation by an id that the gateway does not know; nothing was carried out.',
    act: 'Send the operation\u2019s text. To be known by its id, it has to be in a manifest that the gateway is given.',
  },
  PERSISTED_QUERY_NOT_IN_LIST: {
    status: 403,
    message: 'Expected an operation that is on the list of this gateway, got another.',
    means:
      'This gateway answers the operations of its clients\u2019 manifests alone, by id or by exactly their text: another space is another operation.',
    act: 'Ask by the id, or send the text as the manifest has it. For another operation, ask whoever runs the gateway to list it.',
  },
  NESTED_TOO_DEEPLY: {
    status: 400,
    message: 'Expected an operation of fewer levels.',
    means: 'Brackets within brackets are more than any operation here needs; the query was not read.',
    act: 'Ask for fewer levels at once.',
  },
  NOT_FOUND: {
    status: 404,
    message: 'There is nothing here.',
    means:
      'The path is none of the gateway\u2019s. It says nothing of a case: one that is not there, or not for you to know of, is `null` without an error.',
    act: 'Send queries to `/graphql`.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    message: 'The request is too large.',
    means: 'Body or headers are longer than the gateway takes.',
    act: 'Put values into variables, leave out what is not needed, split the operation.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: 'Expected a body of type application/json.',
    means: 'The body is of another type.',
    act: 'Send `Content-Type: application/json`.',
  },
  UNAUTHORIZED_FIELD_OR_TYPE: {
    status: 200,
    message: 'The caller may not read this field or type.',
    means:
      '**Denied**: your rights do not reach the field at `path`; it is null whether a value is there or not. `@` in a path stands for each item of a list. Where only some types deny, `types` lists them, and the others answer.',
    act: '`viewer.mayRead` says what you may read. Ask your agency for the scope, or state a purpose (header `x-purpose`).',
  },
  PARTICIPANT_UNAVAILABLE: {
    status: 200,
    message: 'A participant did not answer; its fields are null.',
    means:
      '**Unavailable**: the participant named in `participant` is down, too slow, or answered something else than was asked. Nulls below its cases mean nothing; everything else in the answer holds. With `path` only that place is meant: what the participant answered there does not fit the schema (where several were asked for one place, each is named), and the rest of its cases holds.',
    act: 'Ask again later. Figures and lists are the hub\u2019s and are not touched by it.',
  },
  CAMPAIGN_UNAVAILABLE: {
    status: 200,
    message: 'The index of the campaign did not answer; ask again.',
    means:
      'The hub did not answer: no lists, no heads of cases, no figures. With `path` only that place is meant: what it answered there does not fit the schema.',
    act: 'Ask again later.',
  },
  AUDIT_UNAVAILABLE: {
    status: 200,
    message: 'The audit trail cannot be written; restricted fields are null.',
    means:
      'What you may read cannot be put on record just now, so it is not shown: at the gateway every field that asks for a right, at the participant named in `participant` all above class N0. Nulls mean nothing then.',
    act: 'Ask again later, and tell whoever runs the gateway, or the participant named.',
  },
  PLANNING_BUSY: {
    status: 503,
    message: 'Too many new operations wait for a plan; ask again.',
    means:
      'An operation of a form that is new since the schema was last loaded is planned first, and as many wait for that as may, of all callers or of this one. Operations that have a plan are answered as ever.',
    act: 'Ask again in some seconds. Pass values as variables, so that one form of an operation serves for all of them.',
  },
  NOT_READY: {
    status: 503,
    message: 'No schema is loaded yet; ask again.',
    means: 'The gateway has just been started, or its files were never good.',
    act: 'Ask again; `/health?ready` tells when.',
  },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    message: 'Something went wrong; the response header x-request-id names it.',
    means:
      'Something that should not happen, here or at a participant (then `participant` names it). With `path` it costs that place only, with status 200. What it was is in the log, never in the answer.',
    act: 'Report the value of the response header `x-request-id`.',
  },
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

/** The body of an answer that is no more than this error. */
export function errorBody(code: ConstantErrorCode): string;
export function errorBody(code: ErrorCode, message: string): string;
export function errorBody(code: ErrorCode, message: string | null = ERRORS[code].message): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}
