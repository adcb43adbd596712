import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHubConfig } from '#subgraphs/campaign/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TRUST = 'trust: { gateway: { issuer: g, jwks: { file: gateway.json } } }\n';
const IDENTITY = 'identity: { key: hub.jwk }\n';

function configured(text: string, more = TRUST + IDENTITY): string {
  const file = join(folder, 'hub.yaml');
  writeFileSync(
    file,
    `roster: ../participants.yaml\nsupergraph: ../supergraph.yaml\ncampaigns: ../campaigns\ndatabase: { file: ./hub.sqlite }\n${more}${text}`,
  );
  return file;
}

describe('configuration of the hub', () => {
  it('takes paths from the folder of the file, and has defaults for the feeds', () => {
    const config = readHubConfig(configured('listen: { port: 4001 }'));
    expect(config.database.file).toBe(join(folder, 'hub.sqlite'));
    expect(config.roster).toBe(join(tmpdir(), 'participants.yaml'));
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 4001 });
    expect(config.trust).toEqual([{ kind: 'gateway', issuer: 'g', keys: { jwks: join(folder, 'gateway.json') } }]);
    expect(config.identity).toEqual({ key: join(folder, 'hub.jwk'), issuer: 'urn:campaign:hub' });
    expect(config.feeds).toEqual({ interval: 2_000, timeout: 10_000, page: 500 });
  });

  it('reads durations and a page size', () => {
    const { feeds } = readHubConfig(
      configured('listen: { port: 1 }\nfeeds: { interval: 100ms, timeout: 1m, page: 7 }'),
    );
    expect(feeds).toEqual({ interval: 100, timeout: 60_000, page: 7 });
  });

  it.each(['0.0.0.0', '192.168.1.2', '::', 'hub.example', '127.0.0.1.example'])('refuses to listen on %s', (host) => {
    expect(() => readHubConfig(configured(`listen: { host: "${host}", port: 1 }`))).toThrow(
      /hub\.yaml:7: listen\.host: expected a loopback host/,
    );
  });

  it('listens elsewhere with certificates, from its own folder, and names of its gateway', () => {
    const tls = 'tls: { ca: ca.pem, cert: hub.pem, key: ../hub.key }';
    const trust = TRUST.replace('issuer: g', 'issuer: g, names: [gateway.example]');
    const listen = `listen: { host: 192.168.1.2, port: 1, ${tls} }\nfeeds: { ${tls} }`;
    const config = readHubConfig(configured(listen, trust + IDENTITY));
    const files = { ca: join(folder, 'ca.pem'), cert: join(folder, 'hub.pem'), key: join(folder, '..', 'hub.key') };
    expect([config.listen.tls, config.feeds.tls]).toEqual([files, files]);
    expect(config.trust).toMatchObject([{ names: ['gateway.example'] }]);
    expect(() => readHubConfig(configured(listen))).toThrow(
      /hub\.yaml:5: trust: expected names that the certificate of g carries, got none/,
    );
  });

  it.each([
    ['an unknown key', 'listen: { port: 1 }\nfeed: { page: 1 }', /hub\.yaml:8: .*feed/],
    ['a page that is too large', 'listen: { port: 1 }\nfeeds: { page: 1001 }', /hub\.yaml:8: feeds\.page/],
  ])('refuses %s, with its line', (_, text, message) => {
    expect(() => readHubConfig(configured(text))).toThrow(message);
  });

  it.each([
    ['nobody to trust', IDENTITY, /hub\.yaml:\d+: trust: expected { gateway: … }, got nothing: it would answer nobody/],
    ['no key to sign with', TRUST, /hub\.yaml:\d+: identity: expected { key: … }, got nothing: it cannot sign/],
  ])('refuses %s', (_, more, message) => {
    expect(() => readHubConfig(configured('listen: { port: 1 }', more))).toThrow(message);
  });
});
