// Answers a prepared operation past Apollo Server, in the same bytes, status and headers. Only the plainest form of a
// request is taken: whatever is unusual about one, Apollo Server answers, and every rule of the HTTP contract stays its own.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { maskError } from '../errors/mask-error.ts';
import type { CampaignGateway } from '../execution/campaign-gateway.ts';
import type { GatewayContext } from '../execution/context.ts';
import type { Answer } from '../execution/executor.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import { SERVER_TIMING, timesFor } from '../operations/server-timing.ts';
import { noReports } from '../transport/reports.ts';
import { logMasked } from './apollo-server.ts';

/** Undefined where Apollo Server has to answer; nothing was done then. */
export type AnswerPrepared = (request: FastifyRequest, reply: FastifyReply) => Promise<string | Buffer> | undefined;

/** None of them is a simple request to a browser: what Apollo Server's CSRF prevention asks for. */
const CONTENT_TYPES = new Set([
  'application/json',
  'application/json;charset=utf-8',
  'application/json; charset=utf-8',
  'application/json; charset=UTF-8',
]);
const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** By what is accepted, the media type of the answer, for what clients usually say. */
const ACCEPTED = new Map<string | undefined, string>([
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/json, */*', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json;q=0.9', GRAPHQL_TYPE],
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_TYPE],
]);

interface GraphqlBody {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** @param path of the route; with a query behind it, a request is unusual. */
export function answerPrepared(gateway: CampaignGateway, path: string, logger: GatewayLogger): AnswerPrepared {
  /** The last that makes a URL: the bridge to Apollo Server makes one, and refuses what makes none. */
  let knownHost: string | null | undefined = null;
  return (request, reply) => {
    const { method, url, headers } = request.raw;
    if (method !== 'POST' || url !== path || !CONTENT_TYPES.has(headers['content-type'] ?? '')) return undefined;
    if (headers.host !== knownHost) {
      if (!URL.canParse(url, `${request.protocol}://${request.hostname}/`)) return undefined;
      knownHost = headers.host;
    }
    const type = ACCEPTED.get(headers.accept);
    const { body, caller } = request;
    if (type === undefined || caller === null || !isRecord(body)) return undefined;
    const { query, operationName = null, variables = null, extensions = null }: GraphqlBody = body;
    if (typeof query !== 'string' || extensions !== null) return undefined;
    if (operationName !== null && typeof operationName !== 'string') return undefined;
    if (variables !== null && !isRecord(variables)) return undefined;
    const context: GatewayContext = { caller, requestId: request.id, reports: noReports() };
    const answer = gateway.answerPrepared(query, operationName, variables ?? undefined, context, bodyOf);
    return answer && written(answer, context, type, reply);
  };

  async function written(
    answer: Promise<Answer<string | Buffer>>,
    context: GatewayContext,
    type: string,
    reply: FastifyReply,
  ): Promise<string | Buffer> {
    let body: string | Buffer;
    let status = 200;
    try {
      const { errors, data, extensions } = await answer;
      body = withMore(data, errors.length > 0 ? formatted(errors, context.requestId) : undefined, extensions);
    } catch (error) {
      const told = graphqlError(error);
      status = statusOf(told) ?? 500;
      body = `${JSON.stringify({ errors: formatted([told], context.requestId) })}\n`;
    }
    const times = timesFor(context);
    if (times !== undefined) void reply.header(SERVER_TIMING, times);
    void reply.code(status).header('content-type', type);
    return body;
  }

  function formatted(errors: readonly GraphQLError[], requestId: string) {
    logMasked(errors, requestId, logger);
    return errors.map((error) => maskError(error.toJSON()));
  }
}

/** Characters from which on a body is made into bytes here: of a text that is joined and then sent V8 makes two copies more. */
const LONG = 16_000;
const NEWLINE = 0x0a;

/** The whole body of an answer that has nothing but data. */
function bodyOf(data: Readonly<Record<string, unknown>> | null): string | Buffer {
  const text = JSON.stringify({ data });
  if (text.length < LONG) return `${text}\n`;
  const length = Buffer.byteLength(text);
  // Not of the pool: a part of it that is being sent keeps all of it.
  const bytes = Buffer.allocUnsafeSlow(length + 1);
  bytes.write(text);
  bytes[length] = NEWLINE;
  return bytes;
}

function withMore(body: string | Buffer, errors: unknown, extensions: unknown): string | Buffer {
  if (errors === undefined && extensions === undefined) return body;
  const before = errors === undefined ? '{' : `{"errors":${JSON.stringify(errors)},`;
  const after = extensions === undefined ? '}\n' : `,"extensions":${JSON.stringify(extensions)}}\n`;
  return typeof body === 'string'
    ? before + body.slice(1, -2) + after
    : Buffer.concat([Buffer.from(before), body.subarray(1, -2), Buffer.from(after)]);
}

function graphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

/** As Apollo Server is told it. */
function statusOf({ extensions }: GraphQLError): number | undefined {
  const { http } = extensions as { readonly http?: { readonly status?: number } };
  return http?.status;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
