// Each of our clients finds hosts by way of the one bound, so that none of them can hold up the others.
import dns, { type LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { request } from 'undici';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { followKeyUrl } from '#gateway/authentication/key-set/follow-url.ts';
import { openConnections } from '#gateway/transport/connections.ts';
import { feedConnections } from '#subgraphs/campaign/feed/connections.ts';
import { type Authority, makeAuthority } from '../tls/certificates.ts';
import { lastingFolder } from '../workshop.ts';

const NAME = 'somewhere.example';
const lookedFor: string[] = [];
const home: LookupAddress = { address: '127.0.0.1', family: 4 };
const lookupHost: LookupFunction = (name, { all }, callback) => {
  lookedFor.push(name);
  if (all) callback(null, [home]);
  else callback(null, home.address, home.family);
};
vi.mock('#trust/hosts/index.ts', () => ({
  lookupHost: ((...given) => lookupHost(...given)) satisfies LookupFunction,
}));

const { path: folder, remove } = lastingFolder();
const silent = { debug() {}, info() {}, warn() {}, error() {} };
let authority: Authority;
let server: Server;
let port: number;

beforeAll(async () => {
  authority = await makeAuthority(folder, 'root');
  server = createServer((asked, response) => {
    asked.resume();
    response.end('{"keys":[]}');
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  ({ port } = server.address() as AddressInfo);
  // Whoever asks the system itself is told nothing.
  vi.spyOn(dns, 'lookup').mockImplementation(() => undefined);
});
beforeEach(() => void lookedFor.splice(0));
afterAll(() => {
  vi.restoreAllMocks();
  server.close();
  server.closeAllConnections();
  remove();
});

it('the calls of a gateway', async () => {
  const opened = openConnections({ names: [], tlsOf: () => undefined, connectionsOf: () => 1, logger: silent });
  const dispatcher = opened.to('vn', `http://${NAME}:${port}`);
  expect((await request(`http://${NAME}:${port}/`, { dispatcher })).statusCode).toBe(200);
  expect(lookedFor).toEqual([NAME]);
  await opened.close();
});

it('the calls of a gateway that show a certificate', async () => {
  const files = await authority.issue('gateway', { dns: ['gateway.example'] });
  const opened = openConnections({ names: ['vn'], tlsOf: () => files, connectionsOf: () => 1, logger: silent });
  const dispatcher = opened.to('vn', `https://${NAME}:${port}`);
  // The server has none to show; it was reached.
  await expect(request(`https://${NAME}:${port}/`, { dispatcher })).rejects.toThrow();
  expect(lookedFor).toEqual([NAME]);
  await opened.close();
});

it('the feeds that the hub follows', async () => {
  const opened = feedConnections(undefined, silent);
  expect((await request(`http://${NAME}:${port}/`, { dispatcher: opened.current() })).statusCode).toBe(200);
  expect(lookedFor).toEqual([NAME]);
  await opened.close();
});

it('the keys of an identity provider', async () => {
  const keys = followKeyUrl(`http://${NAME}:${port}/`, silent, () => undefined);
  await keys.check();
  expect(lookedFor).toEqual([NAME]);
  keys.close();
});
