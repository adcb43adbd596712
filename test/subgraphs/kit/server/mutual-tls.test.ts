// A subgraph that may be reached from other machines: who gets as far as its door, and who through it.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningServer, serveSubgraph } from '#subgraphs/kit/server/serve.ts';
import { ASSERTION_HEADER, type Caller } from '#trust/assertion/index.ts';
import type { TlsFiles } from '#trust/tls/index.ts';
import { until } from '../../../gateway/until.ts';
import { type Authority, makeAuthority } from '../../../trust/tls/certificates.ts';
import { lastingFolder } from '../../../trust/workshop.ts';
import { asGateway, asHub, GATEWAY, HUB } from '../../signing.ts';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { caseFeed: String body: String }
  type Body @key(fields: "id") { id: ID! text: String }
`;
const seen: string[] = [];
const note = (what: string) => () => {
  seen.push(what);
  return what;
};
const schema = () =>
  buildSubgraphSchema([
    {
      typeDefs: parse(SDL),
      resolvers: {
        Query: { caseFeed: note('feed'), body: note('body') },
        Body: { __resolveReference: ({ id }: { id: string }) => ({ id, text: note('entity')() }) },
      },
    },
  ]);

const BODY = '{ body }';
const FEED = '{ caseFeed }';
const SERVICE = '{ _service { sdl } }';
const ENTITIES = '{ _entities(representations: [{ __typename: "Body", id: "1" }]) { ... on Body { text } } }';

const { path: folder, remove } = lastingFolder();
const agents: Agent[] = [];
const log: object[] = [];
let authority: Authority;
let own: TlsFiles;
let gateway: TlsFiles;
let hub: TlsFiles;
let server: RunningServer;
const keep = (line: unknown) => void log.push(Object(line) as object);

const serve = (files: TlsFiles) =>
  serveSubgraph({
    name: 'vn',
    listen: { host: '127.0.0.1', port: 0, tls: files },
    trust: [
      {
        kind: 'gateway',
        issuer: GATEWAY.issuer,
        keys: { jwks: GATEWAY.key.jwks },
        names: ['gateway-2.example', 'gateway.example'],
      },
      { kind: 'feed', issuer: HUB.issuer, keys: { jwks: HUB.key.jwks }, names: ['urn:campaign:hub'] },
    ],
    schema: schema(),
    context: ({ caller }: { caller: Caller }) => ({ caller }),
    logger: { debug: keep, info: keep, warn: keep, error: keep },
    health: () => ({ participant: 'VN' }),
  });

beforeAll(async () => {
  authority = await makeAuthority(folder, 'root');
  own = await authority.issue('vn');
  gateway = await authority.issue('gateway', { dns: ['gateway.example'] });
  hub = await authority.issue('hub', { uri: ['urn:campaign:hub'] });
  server = await serve(own);
});
beforeEach(() => {
  seen.length = 0;
  log.length = 0;
});
afterEach(() => {
  for (const each of agents.splice(0)) each.destroy();
});
afterAll(async () => {
  await server.close();
  remove();
});

/** What a client shows; nothing of it where `files` is undefined. */
const shown = (files: TlsFiles | undefined, ca = own.ca) => ({
  ca: readFileSync(ca),
  ...(files && { cert: readFileSync(files.cert), key: readFileSync(files.key) }),
});

interface Sent {
  readonly headers?: Record<string, string>;
  readonly query?: string;
  readonly path?: string;
  readonly agent?: Agent;
  readonly url?: string;
}

/** HTTP status and text; throws where no connection comes about. */
function send(options: ConnectionOptions, sent: Sent): Promise<{ status: number | undefined; text: string }> {
  const { headers = {}, query = BODY, path, url = server.url } = sent;
  return new Promise((done, fail) => {
    const call = request(
      path === undefined ? url : new URL(path, url),
      {
        method: path === undefined ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json', ...headers },
        agent: sent.agent ?? false,
        maxVersion: options.maxVersion,
        ca: options.ca,
        cert: options.cert,
        key: options.key,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => done({ status: response.statusCode, text }));
      },
    );
    call.on('error', fail);
    call.end(path === undefined ? JSON.stringify({ query }) : undefined);
  });
}

const REFUSED = {
  status: 401,
  text: '{"errors":[{"message":"expected an assertion for this subgraph, got none that is good","extensions":{"code":"UNAUTHENTICATED"}}]}\n',
};

describe('with the certificate of the service that signed', () => {
  test('a gateway reads bodies, and the hub the feed', async () => {
    expect(server.url).toMatch(/^https:/);
    const headers = await asGateway('vn');
    expect(await send(shown(gateway), { headers })).toEqual({ status: 200, text: '{"data":{"body":"body"}}\n' });
    expect(await send(shown(gateway), { headers, query: ENTITIES })).toMatchObject({ status: 200 });
    expect(await send(shown(hub), { headers: await asHub('vn'), query: FEED })).toMatchObject({ status: 200 });
    expect(seen).toEqual(['body', 'entity', 'feed']);
  });

  test('it is one of its names that counts, whatever else it is called', async () => {
    const second = await authority.issue('second', { dns: ['elsewhere.example', 'gateway-2.example'] });
    expect(await send(shown(second), { headers: await asGateway('vn') })).toMatchObject({ status: 200 });
  });

  test('the assertion is still demanded, and for this subgraph', async () => {
    for (const headers of [{}, await asGateway('th'), { [ASSERTION_HEADER]: 'x' }]) {
      expect(await send(shown(gateway), { headers })).toEqual(REFUSED);
    }
    expect(seen).toEqual([]);
  });
});

describe('a connection does not come about', () => {
  const attacks: readonly [string, () => Promise<ConnectionOptions>, RegExp][] = [
    ['without a client certificate', async () => shown(undefined), /CERTIFICATE_REQUIRED|ECONNRESET|hang up/],
    [
      'with a certificate of another authority of the same name',
      async () => {
        const impostor = await makeAuthority(lasting('impostor'), 'root');
        return shown(await impostor.issue('gateway', { dns: ['gateway.example'] }));
      },
      /UNKNOWN_CA|DECRYPT_ERROR|BAD_CERTIFICATE|ECONNRESET|hang up/i,
    ],
    [
      'with a certificate that has ended',
      async () => shown(await authority.issue('ended', { dns: ['gateway.example'], from: -9, to: -1 })),
      /CERTIFICATE_EXPIRED|ECONNRESET|hang up/i,
    ],
    [
      'with a certificate that has not begun',
      async () => shown(await authority.issue('early', { dns: ['gateway.example'], from: 1, to: 9 })),
      /BAD_CERTIFICATE|ECONNRESET|hang up/i,
    ],
    ['over TLS 1.2', async () => ({ ...shown(gateway), maxVersion: 'TLSv1.2' }), /protocol version|ECONNRESET/i],
  ];
  test.each(attacks)('%s', async (_, options, code) => {
    const given = await options();
    const failed: unknown = await send(given, { headers: await asGateway('vn') }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect(`${(failed as { code?: string }).code} ${(failed as Error).message}`).toMatch(code);
    await expect(send(given, { path: '/health' })).rejects.toThrow();
    expect(seen).toEqual([]);
  });

  test('as plain HTTP', async () => {
    const { port } = new URL(server.url);
    const headers = { 'content-type': 'application/json', ...(await asGateway('vn')) };
    const failed = await new Promise((done) => {
      const call = plainRequest({ host: '127.0.0.1', port, path: '/graphql', method: 'POST', headers }, done);
      call.on('error', done);
      call.end(JSON.stringify({ query: BODY }));
    });
    expect(failed).toBeInstanceOf(Error);
    expect(seen).toEqual([]);
  });

  test('again by a session: each is held to the certificates of now', async () => {
    const sessions: Buffer[] = [];
    const { port } = new URL(server.url);
    const socket = connect({ host: '127.0.0.1', port: Number(port), ...shown(gateway) });
    socket.on('session', (session: Buffer) => void sessions.push(session)).on('error', () => undefined);
    await new Promise<void>((done) => socket.once('secureConnect', done));
    // The server's tickets, if any, come with its first answer.
    const headers = Object.entries(await asGateway('vn')).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /health HTTP/1.1\r\nhost: vn\r\n${headers.join('')}connection: close\r\n\r\n`);
    await new Promise((done) => socket.resume().once('close', done));
    for (const session of sessions) {
      const again = connect({ host: '127.0.0.1', port: Number(port), ...shown(gateway), session });
      await new Promise<void>((done) => again.once('secureConnect', done));
      expect(again.isSessionReused()).toBe(false);
      again.destroy();
    }
  });
});

describe('with a good certificate of somebody else', () => {
  const strangers: readonly [string, () => Promise<TlsFiles>, () => Promise<Record<string, string>>][] = [
    [
      'another agency\u2019s subgraph, with a gateway\u2019s assertion',
      () => authority.issue('cn', { dns: ['cn.example'] }),
      () => asGateway('vn'),
    ],
    [
      'another agency\u2019s subgraph, with the hub\u2019s assertion',
      () => authority.issue('cn', { dns: ['cn.example'] }),
      () => asHub('vn'),
    ],
    ['the hub, with a gateway\u2019s assertion', async () => hub, () => asGateway('vn')],
    ['a gateway, with the hub\u2019s assertion', async () => gateway, () => asHub('vn')],
    [
      'one called so by its common name alone',
      () => authority.issue('cn', { commonName: 'gateway.example' }),
      () => asGateway('vn'),
    ],
    [
      'one with a name that looks like two',
      () => authority.issue('cn', { uri: ['urn:cn, DNS:gateway.example'] }),
      () => asGateway('vn'),
    ],
    [
      'one whose name begins alike',
      () => authority.issue('cn', { dns: ['gateway.example.cn.example'] }),
      () => asGateway('vn'),
    ],
    ['one for any name', () => authority.issue('cn', { dns: ['*.example'] }), () => asGateway('vn')],
  ];
  test.each(strangers)('nobody gets through: %s', async (_, certificate, assertion) => {
    const files = await certificate();
    for (const query of [BODY, SERVICE, ENTITIES, FEED]) {
      expect(await send(shown(files), { headers: await assertion(), query })).toEqual(REFUSED);
    }
    expect(seen).toEqual([]);
    expect(log).toContainEqual({ subgraph: 'vn', refusal: 'CERTIFICATE' });
  });

  test('health is answered: who watches has a certificate of the authority, and no name that counts', async () => {
    const monitor = await authority.issue('monitor', { dns: ['monitor.example'] });
    const answer = await send(shown(monitor), { path: '/health' });
    expect(answer).toEqual({ status: 200, text: '{"participant":"VN"}' });
  });
});

const kept = () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, maxCachedSessions: 0 });
  agents.push(agent);
  return agent;
};

describe('when certificates change', () => {
  test('new ones are shown, and a client of an authority that is no longer believed is out at once', async () => {
    const within = lasting('changing');
    const old = await makeAuthority(within, 'old');
    const files = await old.issue('vn');
    const client = await old.issue('gateway', { dns: ['gateway.example'] });
    const running = await serve(files);
    const { url } = running;
    const headers = await asGateway('vn');
    const agent = kept();
    const before = shown(client, files.ca);
    expect(await send(before, { headers, agent, url })).toMatchObject({ status: 200 });

    const next = await makeAuthority(within, 'next');
    const fresh = await next.issue('fresh');
    const freshClient = await next.issue('fresh-gateway', { dns: ['gateway.example'] });
    for (const part of ['ca', 'cert', 'key'] as const) copyFileSync(fresh[part], files[part]);
    await until('the new certificate', async () => {
      const answer = await send(shown(freshClient, next.ca), { headers, url }).catch(() => undefined);
      return answer?.status === 200;
    });
    await expect(send(before, { headers, agent, url })).rejects.toThrow();
    await running.close();
  });

  test('files that cannot be taken change nothing', async () => {
    const within = lasting('spoiled');
    const files = await (await makeAuthority(within, 'old')).issue('vn');
    const client = await (await makeAuthority(within, 'clients')).issue('gateway', { dns: ['gateway.example'] });
    const both = { ...files, ca: join(within, 'clients.ca.pem') };
    const running = await serve(both);
    copyFileSync(client.key, files.cert);
    await until('a word of it', () => log.some((line) => 'err' in line));
    const answer = await send(shown(client, files.ca), { headers: await asGateway('vn'), url: running.url });
    expect(answer).toMatchObject({ status: 200 });
    await running.close();
  });

  test('a connection that is open is of no use once its certificate has ended', async () => {
    const client = await authority.issue('brief', { dns: ['gateway.example'], to: 4 / 86_400 });
    const agent = kept();
    const options = shown(client);
    expect(await send(options, { headers: await asGateway('vn'), agent })).toMatchObject({ status: 200 });
    await until(
      'a refusal',
      async () => (await send(options, { headers: await asGateway('vn'), agent }).catch(() => REFUSED)).status === 401,
    );
    expect(await send(shown(gateway), { headers: await asGateway('vn') })).toMatchObject({ status: 200 });
  });
});

test('without names, and on a host that is served twice, it does not start', async () => {
  const options = { name: 'vn', schema: schema(), context: ({ caller }: { caller: Caller }) => ({ caller }) };
  const keys = { jwks: GATEWAY.key.jwks };
  const nameless = { kind: 'gateway', issuer: GATEWAY.issuer, keys } as const;
  const listen = { host: '127.0.0.1', port: 0, tls: own };
  for (const names of [undefined, []]) {
    await expect(serveSubgraph({ ...options, listen, trust: [{ ...nameless, names }] })).rejects.toThrow(
      'trust: expected names that the certificate of gateway-1 carries, got none',
    );
  }
  const trust = [{ ...nameless, names: ['gateway.example'] }];
  await expect(serveSubgraph({ ...options, listen: { ...listen, host: 'localhost' }, trust })).rejects.toThrow(
    'listen.host: expected an address where there is listen.tls, got localhost',
  );
  await expect(
    serveSubgraph({ ...options, listen: { ...listen, tls: { ...own, cert: hub.cert } }, trust }),
  ).rejects.toThrow('vn.key: expected the private key of');
});

/** A folder within this file's own. */
function lasting(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}
