// A subgraph in little: plain HTTP, `@apollo/subgraph`, and a behaviour that a test may change while it runs.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

type Resolvers = NonNullable<Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>['resolvers']>;

export interface Received {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly headers: IncomingMessage['headers'];
}

/** A body, answered with 200 or another status. */
export type Behaved = string | { readonly status: number; readonly body: string } | undefined;

export interface MockSubgraph {
  readonly url: string;
  readonly received: Received[];
  /** Checkpoints of audit logs that were left here, as at a hub. */
  readonly checkpoints: string[];
  /** Answers instead of the schema: a body, or nothing for a connection that is cut. */
  behave(behaviour: ((received: Received) => Promise<Behaved> | Behaved) | undefined): void;
  /** Ends it, connections and all; `start` brings it back on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function mockSubgraph(sdl: string, resolvers: unknown): Promise<MockSubgraph> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as Resolvers }]);
  const received: Received[] = [];
  const checkpoints: string[] = [];
  let behaviour: Parameters<MockSubgraph['behave']>[0];
  let server: Server | undefined;
  let port = 0;

  const answer = async (request: IncomingMessage): Promise<Behaved> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    if (request.url === '/checkpoints') {
      checkpoints.push((JSON.parse(text) as { checkpoint: string }).checkpoint);
      return '{}';
    }
    const { query, variables } = JSON.parse(text) as Received;
    const seen = { query, variables, headers: request.headers };
    received.push(seen);
    if (behaviour) return behaviour(seen);
    return JSON.stringify(await graphql({ schema, source: query, variableValues: variables }));
  };
  const start = () =>
    new Promise<void>((done) => {
      server = createServer((request, response) => {
        answer(request).then(
          (body) => {
            if (body === undefined) request.socket.destroy();
            else {
              response.statusCode = typeof body === 'string' ? 200 : body.status;
              response.setHeader('content-type', 'application/json');
              response.end(typeof body === 'string' ? body : body.body);
            }
          },
          () => request.socket.destroy(),
        );
      }).listen({ host: '127.0.0.1', port }, () => {
        const address = server?.address();
        if (typeof address === 'object' && address) port = address.port;
        done();
      });
    });
  await start();
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    received,
    checkpoints,
    behave: (next) => {
      behaviour = next;
    },
    start,
    stop: () =>
      new Promise((done) => {
        if (!server) return done();
        server.close(() => done());
        server.closeAllConnections();
        server = undefined;
      }),
  };
}
