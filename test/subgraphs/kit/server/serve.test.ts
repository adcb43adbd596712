import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { buildSchema, GraphQLError, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { badUserInput } from '#subgraphs/kit/server/errors.ts';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import { serveSubgraph } from '#subgraphs/kit/server/serve.ts';
import type { Caller } from '#trust/assertion/index.ts';
import { asGateway, TRUST } from '../../signing.ts';

interface Context {
  readonly caller: Caller;
  readonly id: string;
}

/** A schema with the root field `value: String`. */
function schemaOf(resolve: GraphQLFieldResolver<unknown, Context>): GraphQLSchema {
  const schema = buildSchema('type Query { value: String }');
  const field = schema.getQueryType()?.getFields().value;
  if (field !== undefined) field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
  return schema;
}

interface Line {
  readonly requestId?: string;
  readonly err?: unknown;
}

function keepingLogger(): { logger: ServerLogger; lines: Line[] } {
  const lines: Line[] = [];
  const keep = (line: unknown) => void lines.push(line as Line);
  return { lines, logger: { debug: () => {}, info: () => {}, warn: keep, error: keep } };
}

async function served(schema: GraphQLSchema, logger?: ServerLogger) {
  const server = await serveSubgraph<Context>({
    name: 'test',
    listen: { host: '127.0.0.1', port: 0 },
    schema,
    logger,
    trust: TRUST,
    context: ({ id, caller }) => ({ id, caller }),
  });
  onTestFinished(() => server.close());
  return server;
}

async function ask(url: string, query = '{ value }') {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await asGateway('test')) },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as { data?: unknown; errors?: { message: string; extensions: object }[] };
  return { status: response.status, requestId: response.headers.get('x-request-id'), ...body };
}

describe('a subgraph server', () => {
  test('answers GraphQL, with a context for each request', async () => {
    const server = await served(schemaOf((_, __, { id }) => id));
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
    const [one, other] = [await ask(server.url), await ask(server.url)];
    expect(one).toMatchObject({ status: 200, data: { value: one.requestId } });
    expect(other.requestId).not.toBe(one.requestId);
  });

  test('tells the resolvers when the caller leaves before the answer, and not when it has it', async () => {
    const signals: AbortSignal[] = [];
    const held = Promise.withResolvers<void>();
    const server = await serveSubgraph({
      name: 'test',
      listen: { host: '127.0.0.1', port: 0 },
      schema: schemaOf(async () => {
        if (signals.length === 2) await held.promise;
        return 'x';
      }),
      trust: TRUST,
      context: ({ signal, caller }) => {
        signals.push(signal);
        return { caller };
      },
    });
    onTestFinished(() => server.close());
    await ask(server.url);
    const leaving = new AbortController();
    const asked = fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await asGateway('test')) },
      body: JSON.stringify({ query: '{ value }' }),
      signal: leaving.signal,
    });
    asked.catch(() => undefined);
    await expect.poll(() => signals.length).toBe(2);
    leaving.abort();
    await expect.poll(() => signals[1]?.aborted).toBe(true);
    expect(signals[0]?.aborted).toBe(false);
    held.resolve();
  });

  test('answers its health', async () => {
    const server = await serveSubgraph({
      name: 'test',
      listen: { host: '127.0.0.1', port: 0 },
      schema: schemaOf(() => null),
      trust: TRUST,
      context: ({ caller }) => ({ caller }),
      health: async () => ({ feeds: 2 }),
    });
    onTestFinished(() => server.close());
    const response = await fetch(server.url.replace('/graphql', '/health'));
    expect([response.status, await response.json()]).toEqual([200, { feeds: 2 }]);
  });

  test.each(['0.0.0.0', '::', '192.0.2.1', 'example.org', '127.0.0.1.example.org'])(
    'refuses to listen on %s',
    async (host) => {
      const listen = { host, port: 0 };
      const schema = schemaOf(() => null);
      await expect(
        serveSubgraph({ name: 'test', listen, trust: TRUST, schema, context: ({ caller }) => ({ caller }) }),
      ).rejects.toThrow(`expected a loopback host (127.0.0.1, ::1 or localhost) or mutual TLS, got ${host} without`);
    },
  );

  test('is not reached by a page in a browser: only JSON is a request', async () => {
    const server = await served(schemaOf(() => 'x'));
    const plain = await fetch(server.url, {
      method: 'POST',
      headers: await asGateway('test'),
      body: '{"query":"{ value }"}',
    });
    expect([400, 415]).toContain(plain.status);
    expect((await fetch(`${server.url}?query={value}`)).status).toBe(404);
  });
});

describe('errors', () => {
  test('made on purpose cross the wire with their code, and nothing else of them', async () => {
    const { logger, lines } = keepingLogger();
    const server = await served(
      schemaOf(() => {
        throw new GraphQLError('expected a, got b', { extensions: { code: 'OWN_CODE', secret: 'inside' } });
      }),
      logger,
    );
    const { data, errors } = await ask(server.url);
    expect(data).toEqual({ value: null });
    expect(errors).toEqual([
      {
        message: 'expected a, got b',
        locations: [{ line: 1, column: 3 }],
        path: ['value'],
        extensions: { code: 'OWN_CODE' },
      },
    ]);
    expect(lines).toEqual([]);
  });

  test('of bad arguments have the code BAD_USER_INPUT', async () => {
    const server = await served(
      schemaOf(() => {
        throw badUserInput('expected 1, got 2');
      }),
    );
    expect((await ask(server.url)).errors).toMatchObject([
      { message: 'expected 1, got 2', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  test.each([
    ['an error', () => new Error('secret')],
    ['a GraphQLError without a code', () => new GraphQLError('secret')],
    [
      'an error of a library that has a code',
      () => Object.assign(new Error('secret'), { extensions: { code: 'LEAK' } }),
    ],
    ['what is no error', () => 'secret'],
  ])('of any other kind are one constant message with the request id, and a log line: %s', async (_, make) => {
    const { logger, lines } = keepingLogger();
    const server = await served(
      schemaOf(() => Promise.reject(make())),
      logger,
    );
    const { requestId, errors } = await ask(server.url);
    expect(errors).toEqual([
      {
        message: 'Internal error',
        locations: [{ line: 1, column: 3 }],
        path: ['value'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
      },
    ]);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.requestId).toBe(requestId);
    expect(String(lines[0]?.err)).toContain('secret');
  });

  test('in making a context are masked too', async () => {
    const { logger, lines } = keepingLogger();
    const server = await serveSubgraph({
      name: 'test',
      listen: { host: '127.0.0.1', port: 0 },
      schema: schemaOf(() => null),
      logger,
      trust: TRUST,
      context: () => Promise.reject(new Error('secret')),
    });
    onTestFinished(() => server.close());
    const { status, errors } = await ask(server.url);
    expect([status, errors?.[0]?.message]).toEqual([500, 'Internal error']);
    expect(JSON.stringify(errors)).not.toContain('secret');
    expect(lines).toHaveLength(1);
  });
});

describe('a new schema', () => {
  test('is what requests meet from then on; one in flight finishes on the schema it began with', async () => {
    const begun = Promise.withResolvers<void>();
    const value = Promise.withResolvers<string>();
    const server = await served(
      schemaOf(() => {
        begun.resolve();
        return value.promise;
      }),
    );
    const inFlight = ask(server.url);
    await begun.promise;
    await server.replaceSchema(schemaOf(() => 'new'));
    expect((await ask(server.url)).data).toEqual({ value: 'new' });
    value.resolve('old');
    expect((await inFlight).data).toEqual({ value: 'old' });
  });
});

describe('closing', () => {
  test('is prompt with an idle keep-alive connection open', async () => {
    const server = await served(schemaOf(() => 'x'));
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const call = request(server.url.replace('/graphql', '/health'), { agent });
    call.end();
    const [response] = await once(call, 'response');
    response.resume();
    await once(response, 'end');
    // And one that never said anything.
    const silent = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(silent, 'connect');
    onTestFinished(() => void silent.destroy());

    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(1_500);
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test('lets a request in flight finish', async () => {
    const begun = Promise.withResolvers<void>();
    const value = Promise.withResolvers<string>();
    const server = await served(
      schemaOf(() => {
        begun.resolve();
        return value.promise;
      }),
    );
    const inFlight = ask(server.url);
    await begun.promise;
    const began = performance.now();
    const closed = server.close();
    value.resolve('done');
    expect((await inFlight).data).toEqual({ value: 'done' });
    // Nor does its connection, which the client keeps alive, hold the server up until the cut.
    await closed;
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  test('cuts off within 3 s a request that does not finish', async () => {
    const begun = Promise.withResolvers<void>();
    const server = await served(
      schemaOf(() => {
        begun.resolve();
        return new Promise(() => {});
      }),
    );
    const inFlight = expect(ask(server.url)).rejects.toThrow();
    await begun.promise;
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(3_000);
    await inFlight;
  });
});
