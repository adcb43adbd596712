import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { callSubgraph } from '#gateway/transport/call-subgraph.ts';

const dispatcher = new Agent();
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => dispatcher.destroy());

/** A server that answers by `listener`, and how often it was called. */
async function server(listener: RequestListener) {
  const seen = { calls: 0 };
  const running = createServer((request, response) => {
    seen.calls += 1;
    request.resume();
    listener(request, response);
  });
  await new Promise<void>((done) => running.listen(0, '127.0.0.1', done));
  closers.push(() => {
    running.close();
    running.closeAllConnections();
  });
  return { seen, url: new URL(`http://127.0.0.1:${(running.address() as AddressInfo).port}/graphql`) };
}

const OPTIONS = { timeout: 500, retries: 1, maxBytes: 1_000, maxEntityBytes: 1_000 };
const call = (url: URL, repeatable = true) =>
  callSubgraph(
    dispatcher,
    {
      origin: url.origin,
      path: url.pathname,
      body: '{}',
      entities: undefined,
      requestId: 'r',
      assertion: undefined,
      repeatable,
      deadline: performance.now() + OPTIONS.timeout,
    },
    OPTIONS,
  );

describe('a call of a subgraph', () => {
  it('answers data and errors', async () => {
    const { url } = await server((_, response) =>
      response.end('{"data":{"a":1},"errors":[{"message":"m"}],"extensions":{"x":1}}'),
    );
    await expect(call(url)).resolves.toEqual({ data: { a: 1 }, errors: [{ message: 'm' }] });
  });

  it('is repeated once after a connection error, and the answer then taken', async () => {
    const { url, seen } = await server((request, response) => {
      if (seen.calls === 1) request.socket.destroy();
      else response.end('{"data":{"a":1}}');
    });
    await expect(call(url)).resolves.toEqual({ data: { a: 1 } });
    expect(seen.calls).toBe(2);
  });

  it('is repeated no more than configured', async () => {
    const { url, seen } = await server((request) => request.socket.destroy());
    await expect(call(url)).rejects.toMatchObject({ kind: 'connection' });
    expect(seen.calls).toBe(2);
  });

  it('is not repeated where it belongs to a mutation', async () => {
    const { url, seen } = await server((request) => request.socket.destroy());
    await expect(call(url, false)).rejects.toMatchObject({ kind: 'connection' });
    expect(seen.calls).toBe(1);
  });

  it('fails as a connection error where nobody listens', async () => {
    const { url } = await server(() => {});
    for (const close of closers.splice(0)) close();
    await expect(call(url)).rejects.toMatchObject({ kind: 'connection' });
  });

  it.each<[string, RequestListener, string]>([
    ['a server that says nothing', (_, response) => void response.on('close', () => {}), 'timeout'],
    ['a server that stops in the middle', (_, response) => void response.write('{"data":'), 'timeout'],
    [
      'an answer that is too long',
      (_, response) => void response.end(`{"data":{"a":"${'x'.repeat(2_000)}"}}`),
      'too-large',
    ],
    [
      'a redirect',
      (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('{"data":{}}'),
      'nonsense',
    ],
    ['what is no HTTP', (request) => void request.socket.end('hello\r\n\r\n'), 'nonsense'],
    [
      'a chunk without a length',
      (request) => void request.socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}'),
      'nonsense',
    ],
    ['text', (_, response) => void response.end('<html>'), 'nonsense'],
    ['a list', (_, response) => void response.end('[{"data":{}}]'), 'nonsense'],
    ['neither data nor errors', (_, response) => void response.writeHead(400).end('{"error":"no"}'), 'nonsense'],
    ['no data, and no errors', (_, response) => void response.end('{"errors":[]}'), 'nonsense'],
    ['null for data, and no errors', (_, response) => void response.end('{"data":null}'), 'nonsense'],
    ['a caller that is refused', (_, response) => void response.writeHead(401).end('{"errors":[{}]}'), 'refused'],
    ['a request that is refused', (_, response) => void response.writeHead(403).end('{"errors":[{}]}'), 'refused'],
    ['data that is no object', (_, response) => void response.end('{"data":[]}'), 'nonsense'],
    ['errors that are no list', (_, response) => void response.end('{"data":{},"errors":"x"}'), 'nonsense'],
  ])('fails, once, on %s', async (_, listener, kind) => {
    const { url, seen } = await server(listener);
    await expect(call(url)).rejects.toMatchObject({ name: 'CallFailure', kind });
    expect(seen.calls).toBe(1);
  });
});
