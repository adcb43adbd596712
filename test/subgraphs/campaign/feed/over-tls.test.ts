// Feeds on other machines: the hub shows its own certificate, and reads from nobody who cannot show one.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressFault } from '#subgraphs/campaign/feed/addresses.ts';
import type { TlsFiles } from '#trust/tls/index.ts';
import { type Authority, makeAuthority, type Wanted } from '../../../trust/tls/certificates.ts';
import { lastingFolder } from '../../../trust/workshop.ts';
import { type FeedServer, serveFeed } from '../feed-server.ts';
import { hubFolder, until } from '../hub-folder.ts';

const { path: folder, remove } = lastingFolder();
const closers: (() => unknown)[] = [];
let authority: Authority;
let own: TlsFiles;
let feed: FeedServer;
beforeAll(async () => {
  authority = await makeAuthority(folder, 'root');
  own = await authority.issue('hub', { uri: ['urn:campaign:hub'] });
});
beforeEach(async () => {
  feed = await serveFeed();
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await feed.close();
});
afterAll(remove);

/** The feed behind TLS: its URL, and who called. */
async function overTls(wanted: Wanted = {}) {
  const files = await authority.issue('vn', wanted);
  const [ca, cert, key] = [files.ca, files.cert, files.key].map((file) => readFileSync(file));
  const callers: unknown[] = [];
  const server = createServer({ ca, cert, key, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    callers.push((request.socket as TLSSocket).getPeerX509Certificate()?.subject);
    void request.toArray().then(async (parts: Buffer[]) => {
      const answer = await fetch(feed.url, { method: 'POST', body: Buffer.concat(parts) });
      response.setHeader('content-type', 'application/json').end(await answer.text());
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { callers, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
}

async function hubReading(url: string, feeds: object) {
  const place = hubFolder(feeds);
  place.addresses({ VN: url });
  const hub = await place.start();
  closers.push(
    () => place.remove(),
    () => hub.close(),
  );
  return { hub, place };
}

describe('the hub', () => {
  it('reads a feed over TLS, and shows its own certificate', async () => {
    const { callers, url } = await overTls();
    const { hub } = await hubReading(url, { tls: own });
    await until(
      () => hub.stateOf('VN'),
      (state) => state === 'CURRENT',
    );
    expect(new Set(callers)).toEqual(new Set(['CN=hub']));
  });

  it('reads nothing from a host whose certificate carries another name', async () => {
    const { callers, url } = await overTls({ ip: ['127.0.0.9'], dns: ['vn.example'] });
    const { hub, place } = await hubReading(url, { tls: own });
    await until(() => place.log.some(({ message }) => message === 'The feed cannot be read'), Boolean);
    expect(await hub.stateOf('VN')).toBe('UNREACHABLE');
    expect([callers, feed.asked]).toEqual([[], []]);
  });

  it('calls nothing over https without a certificate of its own', async () => {
    const { callers, url } = await overTls();
    const { hub, place } = await hubReading(url, {});
    const said = place.log.map(({ message }) => message);
    expect(said).toContain('The address of a feed was not taken: expected feeds.tls for an https address, got none');
    expect(await hub.stateOf('VN')).toBe('UNREACHABLE');
    expect(callers).toEqual([]);
  });

  it('does not start with certificates that cannot be taken', async () => {
    const place = hubFolder({ tls: { ...own, key: own.cert } });
    closers.push(() => place.remove());
    await expect(place.start()).rejects.toThrow(/hub\.pem: expected a private key in PEM/);
  });
});

it.each([
  ['http://127.0.0.1:4100/graphql', false, undefined],
  ['http://[::1]:4100/graphql', true, undefined],
  ['https://vn.example/graphql', true, undefined],
  ['https://vn.example/graphql', false, 'expected feeds.tls'],
  ['http://vn.example/graphql', true, 'expected https off this machine'],
  ['http://127.0.0.1.vn.example/graphql', true, 'expected https off this machine'],
  ['ftp://127.0.0.1/graphql', true, 'expected https off this machine'],
])('the address of a feed, %s (with a certificate: %s): %s', (url, tls, fault) => {
  if (fault === undefined) expect(addressFault(url, tls)).toBeUndefined();
  else expect(addressFault(url, tls)).toContain(fault);
});
