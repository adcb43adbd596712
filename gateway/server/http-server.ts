// The HTTP side: request ids, authentication before anything else, health, metrics, and answers that say nothing else.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  type RouteHandlerMethod,
} from 'fastify';
import { isLoopback } from '#trust/tls/index.ts';
import { type Caller, TokenError } from '../authentication/index.ts';
import type { Limits } from '../config/read.ts';
import { type ConstantErrorCode, ERRORS, type ErrorCode, errorBody } from '../errors/error-table.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { TakeRequest } from '../persisted/take-request.ts';
import { isNestedDeeply } from '../protection/nesting.ts';
import type { AnswerPrepared } from './answer-prepared.ts';

export interface HttpServerOptions {
  readonly limits: Pick<Limits, 'maxBodyBytes' | 'maxDepth' | 'maxTokens'>;
  readonly authenticate: (request: FastifyRequest['raw']) => Caller | Promise<Caller>;
  /** Undefined while no schema is loaded. */
  readonly handler: () => RouteHandlerMethod | undefined;
  /** Puts the text of persisted operations into requests. Undefined where there are none. */
  readonly takeRequest: TakeRequest | undefined;
  /** Looks first at each request, once it is authenticated. Undefined where all go to `handler`. */
  readonly answerPrepared: AnswerPrepared | undefined;
  readonly closing: () => boolean;
  readonly metrics: Metrics;
  readonly logger: GatewayLogger;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

export const GRAPHQL = '/graphql';

export function httpServer(options: HttpServerOptions): FastifyInstance {
  const { metrics, logger } = options;
  const app = fastify({
    bodyLimit: options.limits.maxBodyBytes,
    // A client's own id would let it write into another's log lines.
    genReqId: () => randomUUID(),
    requestTimeout: 30_000,
    exposeHeadRoutes: false,
    // What fastify and node refuse before any hook would be answered in their own words.
    frameworkErrors: (_, request, reply) => void answer(reply.header('x-request-id', request.id), 'MALFORMED_REQUEST'),
    clientErrorHandler: refuseConnection,
  });
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('caller', null);

  // With callbacks: a promise for each of them costs a narrow query as much as its rights do.
  app.addHook('onRequest', (request, reply, next) => {
    void reply.header('x-request-id', request.id);
    if (!isGraphql(request)) return next();
    const refuseToken = (error: unknown) => {
      metrics.unauthenticated.inc();
      const why = error instanceof TokenError ? error.message.slice(0, 200) : error;
      logger.info({ requestId: request.id, why }, 'A request was refused: no valid token');
      answer(reply.header('www-authenticate', 'Bearer'), 'UNAUTHENTICATED');
    };
    const take = (caller: Caller) => {
      request.caller = caller;
      next();
    };
    let caller: Caller | Promise<Caller>;
    try {
      caller = options.authenticate(request.raw);
    } catch (error) {
      return refuseToken(error);
    }
    if (caller instanceof Promise) caller.then(take, refuseToken);
    else take(caller);
  });
  app.addHook('onSend', (request, reply, payload, next) => {
    // Also over what the handler set: no answer is for anyone but this caller.
    if (isGraphql(request)) void reply.header('cache-control', 'private, no-store').header('vary', 'Authorization');
    // A connection kept alive would hold the server open after its last answer.
    if (options.closing()) void reply.header('connection', 'close');
    next(null, payload);
  });
  app.setNotFoundHandler((_, reply) => answer(reply, 'NOT_FOUND'));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const code = codeOf(error);
    if (code === 'INTERNAL_SERVER_ERROR') logger.error({ requestId: request.id, err: error }, 'A request failed');
    return answer(reply, code);
  });

  app.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'],
    url: GRAPHQL,
    handler(request, reply) {
      const refused = options.takeRequest?.(request);
      if (refused) return refuse(reply, refused.code, refused.message);
      const answered = options.answerPrepared?.(request, reply);
      if (answered) return answered;
      if (textsOf(request).some((text) => isNestedDeeply(text, options.limits)))
        return answer(reply, 'NESTED_TOO_DEEPLY');
      const handle = options.handler();
      return handle ? handle.call(app, request, reply) : answer(reply, 'NOT_READY');
    },
  });
  app.get<{ Querystring: Record<string, unknown> }>('/health', async (request, reply) => {
    if (!('ready' in request.query)) return { status: 'alive' };
    if (options.handler() && !options.closing()) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready' });
  });
  app.get('/metrics', async (request, reply) => {
    // Figures about who is down are for this machine alone.
    if (!isLoopback((request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''))) return answer(reply, 'NOT_FOUND');
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return app;
}

function isGraphql(request: FastifyRequest): boolean {
  return request.routeOptions.url === GRAPHQL;
}

/** Those that Apollo Server might take for the operation. */
function textsOf({ body, query }: FastifyRequest): string[] {
  return [body, query].flatMap((given) => {
    const text = typeof given === 'object' && given !== null && 'query' in given ? given.query : undefined;
    return typeof text === 'string' ? [text] : [];
  });
}

/** What is no HTTP, or came too slowly. */
function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'PAYLOAD_TOO_LARGE' : 'MALFORMED_REQUEST';
  const body = errorBody(code);
  const head = [
    `HTTP/1.1 ${ERRORS[code].status} ${STATUS_CODES[ERRORS[code].status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}

function answer(reply: FastifyReply, code: ConstantErrorCode): FastifyReply {
  return refuse(reply, code, ERRORS[code].message);
}

function refuse(reply: FastifyReply, code: ErrorCode, message: string): FastifyReply {
  return reply.code(ERRORS[code].status).type('application/json; charset=utf-8').send(errorBody(code, message));
}

function codeOf(error: FastifyError & { input?: unknown }): ConstantErrorCode {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'PAYLOAD_TOO_LARGE';
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'UNSUPPORTED_MEDIA_TYPE';
  // A Host header that makes no URL.
  if (error.code === 'ERR_INVALID_URL') return 'MALFORMED_REQUEST';
  const { statusCode = 500 } = error;
  return statusCode >= 400 && statusCode < 500 ? 'MALFORMED_REQUEST' : 'INTERNAL_SERVER_ERROR';
}
