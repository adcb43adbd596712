// The one deadline of a call, wherever it hangs: by real sockets, none of which ever answers in time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Pool } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { callSubgraph } from '#gateway/transport/call-subgraph.ts';
import { within } from '../within.ts';

const TIMEOUT_MS = 300;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A server that does this with each connection. */
async function listening(behave: (socket: Socket) => void): Promise<{ origin: string; server: Server }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    behave(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function pool(origin: string, options: Pool.Options = {}): Pool {
  const made = new Pool(origin, { connections: 1, pipelining: 1, ...options });
  closers.push(() => made.destroy());
  return made;
}

const call = (to: Pool, origin: string, { retries = 1, maxBytes = 1_000, timeout = TIMEOUT_MS, path = '/' } = {}) =>
  callSubgraph(
    to,
    {
      origin,
      path,
      body: '{}',
      entities: undefined,
      requestId: 'r',
      assertion: undefined,
      repeatable: true,
      deadline: performance.now() + timeout,
    },
    { timeout, retries, maxBytes, maxEntityBytes: 1_000 },
  ).then(
    () => 'answered',
    (error: { kind: string }) => error.kind,
  );

/** Listens, and takes no connection: once its queue is full, nobody's SYN is answered. */
const DEAF = `
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port) + '\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;

async function deaf(): Promise<string> {
  const child = spawn(process.execPath, ['-e', DEAF], { stdio: ['ignore', 'pipe', 'inherit'] });
  closers.push(async () => {
    child.kill('SIGKILL');
    await once(child, 'close');
  });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(String(chunk));
  // Until one gets no answer for longer than loopback ever takes.
  for (let filled = true; filled; ) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    closers.push(() => socket.destroy());
    const late = AbortSignal.timeout(500);
    filled = await once(socket, 'connect', { signal: late }).then(
      () => true,
      () => false,
    );
  }
  return `http://127.0.0.1:${port}`;
}

describe('a call ends at its deadline', () => {
  it('where nobody answers its SYN', async () => {
    const origin = await deaf();
    expect(await within(TIMEOUT_MS, () => call(pool(origin), origin))).toBe('timeout');
  });

  it('where a TLS handshake hangs', async () => {
    let connections = 0;
    const { origin } = await listening((socket) => {
      connections += 1;
      socket.resume();
    });
    const secure = origin.replace('http', 'https');
    expect(await within(TIMEOUT_MS, () => call(pool(secure), secure))).toBe('timeout');
    expect(connections).toBeGreaterThan(0);
  });

  it('where the name of the host is not resolved', async () => {
    const origin = 'http://nowhere.test:1';
    const hanging = () => pool(origin, { connect: { lookup: () => undefined } });
    expect(await within(TIMEOUT_MS, () => call(hanging(), origin))).toBe('timeout');
  });

  it('where every connection is taken, and is not sent once one is free', async () => {
    const paths: string[] = [];
    const waiting: Socket[] = [];
    const { origin } = await listening((socket) =>
      socket.on('data', (chunk) => {
        paths.push(/^POST (\S+)/.exec(String(chunk))?.[1] ?? '');
        waiting.push(socket);
      }),
    );
    const answer = () => waiting.shift()?.write('HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"data":{}}');
    const busy = pool(origin);
    const first = call(busy, origin, { timeout: 20_000, path: '/first' });
    await expect.poll(() => paths).toEqual(['/first']);
    expect(await within(TIMEOUT_MS, () => call(busy, origin, { path: '/late' }))).toBe('timeout');
    answer();
    expect(await first).toBe('answered');
    const next = call(busy, origin, { timeout: 20_000, path: '/next' });
    await expect.poll(() => waiting.length).toBe(1);
    answer();
    await next;
    expect(paths).toEqual(['/first', '/next']);
  });

  it('where no headers come', async () => {
    const { origin } = await listening((socket) => void socket.resume());
    expect(await within(TIMEOUT_MS, () => call(pool(origin), origin))).toBe('timeout');
  });

  it('where the body trickles', async () => {
    const { origin } = await listening((socket) => {
      socket.resume().write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{');
      const timer = setInterval(() => socket.write(' '), 10);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await within(TIMEOUT_MS, () => call(pool(origin), origin))).toBe('timeout');
  });

  it('where a connection breaks late and the next one hangs: an attempt more is no time more', async () => {
    let attempts = 0;
    const { origin } = await listening((socket) => {
      socket.once('data', () => {
        attempts += 1;
        if (attempts % 2 === 1) setTimeout(() => socket.destroy(), TIMEOUT_MS / 2);
      });
    });
    const outcome = await within(TIMEOUT_MS, () => {
      attempts = 0;
      return call(pool(origin), origin);
    });
    expect([outcome, attempts]).toEqual(['timeout', 2]);
  });

  it('where each connection breaks, however many attempts there might be', async () => {
    const { origin } = await listening((socket) =>
      socket.once('data', () => setTimeout(() => socket.destroy(), TIMEOUT_MS / 3)),
    );
    const outcome = await within(TIMEOUT_MS, () => call(pool(origin), origin, { retries: 1_000 }));
    expect(['timeout', 'connection']).toContain(outcome);
  });
});

it('a call that was answered in time is, also where nobody looked until later; its connection is not given up', async () => {
  const body = '{"data":{"a":1}}';
  let connections = 0;
  const { origin } = await listening((socket) => {
    connections += 1;
    socket.on('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      for (const until = performance.now() + 2 * TIMEOUT_MS; performance.now() < until; );
    });
  });
  const own = pool(origin);
  expect([await call(own, origin), await call(own, origin), connections]).toEqual(['answered', 'answered', 1]);
});

describe('a call ends before its deadline', () => {
  it('where an answer has more bytes than one may, with what came so far', async () => {
    let written = 0;
    const { origin } = await listening((socket) => {
      socket.once('data', () => {
        const part = Buffer.alloc(65_536, 'x');
        const more = () => {
          while (!socket.destroyed) {
            written += part.length;
            if (!socket.write(part)) return;
          }
        };
        socket.on('drain', more).write('HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n{"data":"');
        more();
      });
    });
    expect(await call(pool(origin), origin, { maxBytes: 1_048_576, timeout: 60_000 })).toBe('too-large');
    expect(written).toBeLessThan(64 * 1_048_576);
  });

  it('where it comes in more pieces than one of its length may', async () => {
    const { origin } = await listening((socket) =>
      socket.once('data', () =>
        socket.write(
          `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${'1\r\n \r\n'.repeat(20_000)}10\r\n{"data":{"a":1}}\r\n0\r\n\r\n`,
        ),
      ),
    );
    expect(await call(pool(origin), origin, { maxBytes: 1_048_576, timeout: 60_000 })).toBe('too-large');
  });

  it('where it has more values than one may: they are not read', async () => {
    const body = `{"data":{"a":[${'[],'.repeat(1_000_000)}[]]}}`;
    const { origin } = await listening((socket) =>
      socket.once('data', () =>
        socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
      ),
    );
    expect(await call(pool(origin), origin, { maxBytes: 32 * 1_048_576, timeout: 60_000 })).toBe('too-large');
  });
});
