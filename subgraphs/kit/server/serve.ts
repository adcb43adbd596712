// Serves one subgraph over HTTP: Apollo Server on fastify, off this machine with mutual TLS. POST /graphql answers nobody
// without an assertion (gate.ts); GET /health is open to whoever gets as far.
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { type FastifyInstance, fastify } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Caller, TrustedIssuer } from '#trust/assertion/index.ts';
import { CHECKPOINT_HEADER } from '#trust/audit/index.ts';
import type { Auditing } from '../audit/audit-plugin.ts';
import { boundEntities } from './entities.ts';
import { openGate } from './gate.ts';
import { startGeneration } from './generation.ts';
import { listenFault, type SubgraphListen } from './listen.ts';
import { type ServerLogger, standardErrorLogger } from './logger.ts';
import { currentRequest } from './masking.ts';
import { secureListener } from './secure-listener.ts';

/** How long `close()` waits for requests in flight before it cuts them off, milliseconds. */
const GRACE = 2_000;
const BODY_LIMIT = 8 * 1024 * 1024;

/** What a context is made from. */
export interface SubgraphRequest {
  readonly id: string;
  /** Who asks, verified. */
  readonly caller: Caller;
  /** Aborted when the caller leaves before the answer. */
  readonly signal: AbortSignal;
}

export interface SubgraphServerOptions<Context extends { readonly caller: Caller }> {
  /** Name of the subgraph as in the supergraph: the audience of the assertions that it takes. */
  readonly name: string;
  readonly listen: SubgraphListen;
  /** Whose assertions are taken, and for what. */
  readonly trust: readonly TrustedIssuer[];
  readonly schema: GraphQLSchema;
  /** Called once for each operation. */
  readonly context: (request: SubgraphRequest) => Context | Promise<Context>;
  readonly logger?: ServerLogger | undefined;
  /** Body of GET /health, which answers 200; default `{ name }`. */
  readonly health?: () => object | Promise<object>;
  /** Adds routes that need no assertion. */
  readonly routes?: (app: FastifyInstance) => void;
  /** Puts on record what is disclosed, before an answer leaves. */
  readonly audit?: Auditing<Context>;
  /** The last checkpoint of the subgraph's audit log: shown to who reads its feed. */
  readonly checkpoint?: () => string | undefined;
}

export interface RunningServer {
  /** For example `http://127.0.0.1:4001/graphql`. */
  readonly url: string;
  /** Requests that come now meet the new schema; those in flight finish on the one they began with. */
  replaceSchema(schema: GraphQLSchema): Promise<void>;
  /** Lets requests in flight finish for 2 s, then cuts them off. */
  close(): Promise<void>;
}

/** @throws Error where the host is another machine's and there is no TLS, the port is taken, or a key cannot be read. */
export async function serveSubgraph<Context extends { readonly caller: Caller }>(
  options: SubgraphServerOptions<Context>,
): Promise<RunningServer> {
  const { name, listen, context, health } = options;
  const fault = listenFault(listen, options.trust);
  if (fault !== undefined) throw new Error(`subgraph ${name}: ${fault.path.join('.')}: ${fault.message}`);
  const logger = options.logger ?? standardErrorLogger(name);
  const secure = listen.tls && secureListener(listen.tls, logger);
  const doors = await openGate(name, options.trust, logger, secure?.peerOf).catch((error: unknown) => {
    secure?.close();
    throw error;
  });
  const gate = {
    ...doors,
    close() {
      doors.close();
      secure?.close();
    },
  };
  const start = async (schema: GraphQLSchema) => {
    boundEntities(schema);
    const generation = await startGeneration<Context>(schema, logger, options.audit);
    const handler = fastifyApolloHandler(generation.server, {
      context: async (request, { raw }) => {
        const left = new AbortController();
        raw.on('close', () => {
          if (!raw.writableFinished) left.abort();
        });
        return await context({ id: request.id, caller: gate.callerOf(request), signal: left.signal });
      },
    });
    return { generation, handler };
  };
  let current: Awaited<ReturnType<typeof start>>;
  try {
    current = await start(options.schema);
  } catch (error) {
    gate.close();
    throw error;
  }

  const app = fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: () => crypto.randomUUID(),
    ...(secure && { https: secure.options }),
  }) as FastifyInstance;
  if (secure) {
    secure.follow(app.server as unknown as HttpsServer);
    app.addHook('onSend', async (request, reply) => {
      if (secure.outdated(request.raw.socket)) void reply.header('connection', 'close');
    });
  }
  app.get('/health', async () => (health === undefined ? { name } : await health()));
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  options.routes?.(app);
  app.post('/graphql', { onRequest: gate.admit, preHandler: gate.bound }, async (request, reply) => {
    const { generation, handler } = current;
    const checkpoint = gate.callerOf(request).kind === 'feed' ? options.checkpoint?.() : undefined;
    if (checkpoint !== undefined) void reply.header(CHECKPOINT_HEADER, checkpoint);
    return await generation.during(currentRequest.run(request.id, async () => await handler.call(app, request, reply)));
  });
  try {
    await app.listen({ host: listen.host, port: listen.port });
  } catch (error) {
    gate.close();
    await current.generation.stop();
    throw error;
  }

  const { port } = app.server.address() as AddressInfo;
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  let closing: Promise<void> | undefined;
  return {
    url: `${secure ? 'https' : 'http'}://${host}:${port}/graphql`,
    async replaceSchema(schema) {
      const before = current;
      current = await start(schema);
      // Not awaited: a slow request on the schema before holds nobody up.
      void before.generation.stop();
    },
    close() {
      gate.close();
      // What is in flight by then was cut off: nothing is left to wait for.
      closing ??= closeApp().then(() => current.generation.server.stop());
      return closing;
    },
  };

  async function closeApp(): Promise<void> {
    const cut = setTimeout(() => app.server.closeAllConnections(), GRACE);
    try {
      await app.close();
    } finally {
      clearTimeout(cut);
    }
  }
}
