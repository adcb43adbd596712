// The gateway's side of a line to another machine: whom it takes for a subgraph, and what it shows.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { callSubgraph } from '#gateway/transport/call-subgraph.ts';
import { type Connections, openConnections } from '#gateway/transport/connections.ts';
import type { TlsFiles } from '#trust/tls/index.ts';
import { type Authority, makeAuthority } from '../../trust/tls/certificates.ts';
import { lastingFolder } from '../../trust/workshop.ts';

const { path: folder, remove } = lastingFolder();
/** The other side's refusal comes after the handshake: its alert, or the end of the connection before it. */
const REFUSED = expect.stringMatching(/^(untrusted|connection)$/) as string;
const closers: (() => unknown)[] = [];
let authority: Authority;
let own: TlsFiles;
let subgraph: TlsFiles;
beforeAll(async () => {
  authority = await makeAuthority(folder, 'root');
  own = await authority.issue('gateway', { dns: ['gateway.example'] });
  subgraph = await authority.issue('vn', { dns: ['localhost'] });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(remove);

const silent = { debug() {}, info() {}, warn() {}, error() {} };
function connections(tls: TlsFiles | undefined): Connections {
  const opened = openConnections({ names: ['vn'], tlsOf: () => tls, connectionsOf: () => 4, logger: silent });
  closers.push(() => opened.close());
  return opened;
}

/** A subgraph with TLS, the names of its callers' certificates, and how many requests it had. */
async function listening(files: TlsFiles, more: ServerOptions = {}) {
  const callers: unknown[] = [];
  const [ca, cert, key] = [files.ca, files.cert, files.key].map((file) => readFileSync(file));
  const server: Server = createServer(
    { ca, cert, key, requestCert: true, rejectUnauthorized: true, ...more },
    (request, response) => {
      callers.push((request.socket as TLSSocket).getPeerX509Certificate()?.subject);
      request.resume();
      response.end('{"data":{"a":1}}');
    },
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { callers, server, port: (server.address() as AddressInfo).port };
}

const call = (opened: Connections, port: number, host = '127.0.0.1') => {
  const url = new URL(`https://${host}:${port}/graphql`);
  return callSubgraph(
    opened.to('vn', url.origin),
    {
      origin: url.origin,
      path: url.pathname,
      body: '{}',
      entities: undefined,
      requestId: 'r',
      assertion: 'the assertion',
      repeatable: true,
      deadline: performance.now() + 5_000,
    },
    { timeout: 5_000, retries: 1, maxBytes: 1_000, maxEntityBytes: 1_000 },
  );
};

describe('a subgraph on another machine', () => {
  it('is called where its certificate carries the host that is called, name or address', async () => {
    const { callers, port } = await listening(subgraph);
    const opened = connections(own);
    await expect(call(opened, port)).resolves.toEqual({ data: { a: 1 } });
    await expect(call(opened, port, 'localhost')).resolves.toEqual({ data: { a: 1 } });
    expect(callers).toEqual(['CN=gateway', 'CN=gateway']);
  });

  const impostors: [string, () => Promise<[TlsFiles, ServerOptions?]>][] = [
    ['carries another host', async () => [await authority.issue('th', { dns: ['th.example'], ip: ['127.0.0.9'] })]],
    [
      'carries the host in its common name alone',
      async () => [await authority.issue('cn', { ip: [], dns: ['cn.example'], commonName: '127.0.0.1' })],
    ],
    [
      'is of another authority of the same name',
      async () => [await (await makeAuthority(within('impostor'), 'root')).issue('vn'), { ca: readFileSync(own.ca) }],
    ],
    ['has ended', async () => [await authority.issue('old', { from: -9, to: -1 })]],
    ['has not begun', async () => [await authority.issue('new', { from: 1, to: 9 })]],
    ['is good, but its TLS is 1.2', async () => [subgraph, { maxVersion: 'TLSv1.2' }]],
  ];
  it.each(impostors)('is sent nothing where its certificate %s', async (_, made) => {
    const [files, more] = await made();
    const { callers, port } = await listening(files, more);
    await expect(call(connections(own), port)).rejects.toMatchObject({ name: 'CallFailure', kind: 'untrusted' });
    expect(callers).toEqual([]);
  });

  it('is sent nothing where it speaks plain HTTP', async () => {
    let calls = 0;
    const server = createPlainServer((_, response) => {
      calls += 1;
      response.end('{"data":{}}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closers.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    await expect(call(connections(own), port)).rejects.toMatchObject({ name: 'CallFailure', kind: 'untrusted' });
    expect(calls).toBe(0);
  });

  it('that does not take the gateway\u2019s certificate fails as such', async () => {
    const other = await makeAuthority(within('theirs'), 'theirs');
    const { callers, port } = await listening({ ...subgraph, ca: other.ca });
    await expect(call(connections(own), port)).rejects.toMatchObject({ name: 'CallFailure', kind: REFUSED });
    expect(callers).toEqual([]);
  });

  it('is called with new certificates once they are there, and with the last good ones until then', async () => {
    const changing = within('changing');
    const files = await (await makeAuthority(changing, 'root')).issue('gateway', { commonName: 'before' });
    const both = { ...files, ca: own.ca };
    const before = await listening(subgraph, { ca: readFileSync(files.ca) });
    const opened = connections(both);
    await expect(call(opened, before.port)).resolves.toMatchObject({ data: { a: 1 } });

    const next = await authority.issue('next', { commonName: 'after' });
    copyFileSync(next.cert, files.cert);
    await opened.check();
    await expect(call(opened, before.port)).resolves.toMatchObject({ data: { a: 1 } });
    copyFileSync(next.key, files.key);
    await opened.check();
    const after = await listening(subgraph);
    await expect(call(opened, after.port)).resolves.toMatchObject({ data: { a: 1 } });
    await expect(call(opened, before.port)).rejects.toMatchObject({ kind: REFUSED });
    expect([before.callers, after.callers]).toEqual([['CN=before', 'CN=before'], ['CN=after']]);
  });
});

it('connections do not open with certificates that cannot be taken', async () => {
  const ended = await authority.issue('ended', { from: -9, to: -1 });
  expect(() => connections(ended)).toThrow(/ended\.pem: expected a certificate that is good now/);
});

function within(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}
