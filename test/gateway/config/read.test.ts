import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callOptions, guardOptions, readGatewayConfig, tlsOf } from '#gateway/config/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'gateway-config-'));

function read(text: string) {
  const file = join(folder, 'gateway.yaml');
  writeFileSync(file, text);
  return readGatewayConfig(file);
}

const ISSUER =
  'authentication: { issuers: [{ issuer: i, audience: a, jwks: { file: ./keys.json }, algorithms: [EdDSA] }] }';

const tlsText = (name: string) => `tls: { ca: ${name}.ca, cert: ../${name}.pem, key: ${name}.key }`;
const tlsFiles = (name: string) => ({
  ca: join(folder, `${name}.ca`),
  cert: join(folder, '..', `${name}.pem`),
  key: join(folder, `${name}.key`),
});

describe('gateway.yaml', () => {
  it('takes paths from its own folder, and has defaults for the rest', () => {
    const config = read(
      `supergraph: { config: ../supergraph.yaml, roster: participants.yaml }\n${ISSUER}\nidentity: { key: own.jwk }\naudit: { file: ../audit.jsonl }\n`,
    );
    expect(config).toMatchObject({
      listen: { host: '127.0.0.1', port: 4000 },
      supergraph: { config: join(folder, '../supergraph.yaml'), roster: join(folder, 'participants.yaml') },
      authentication: { required: true, issuers: [{ jwks: { file: join(folder, 'keys.json') } }] },
      identity: { key: join(folder, 'own.jwk'), issuer: 'urn:campaign:gateway' },
      audit: { file: join(folder, '../audit.jsonl'), key: join(folder, 'own.jwk'), process: 'gateway' },
      introspection: false,
    });
    expect(config.limits.maxTokens).toBeGreaterThan(0);
    expect(callOptions(config, 'vn')).toEqual({
      timeout: 5_000,
      retries: 1,
      maxBytes: 32 * 1_048_576,
      maxEntityBytes: 65_536,
    });
  });

  it('takes one manifest of operations or several, and answers others too unless told', () => {
    const base = `supergraph: { sdl: s.graphql }\n${ISSUER}\n`;
    expect(read(base).persistedOperations).toBeUndefined();
    expect(read(`${base}persistedOperations: { manifest: ../web.json }\n`).persistedOperations).toEqual({
      manifests: [join(folder, '../web.json')],
      only: false,
    });
    expect(
      read(`${base}persistedOperations: { manifest: [web.json, app.json], only: true }\n`).persistedOperations,
    ).toEqual({ manifests: [join(folder, 'web.json'), join(folder, 'app.json')], only: true });
    for (const manifest of ['[]', '7', '""', '[""]'])
      expect(() => read(`${base}persistedOperations: { manifest: ${manifest} }\n`)).toThrow(
        /gateway\.yaml:3: persistedOperations\.manifest/,
      );
    expect(() => read(`${base}persistedOperations: { manifest: 7 }\n`)).toThrow(
      'expected the file of a manifest, or a list of files',
    );
    expect(() => read(`${base}persistedOperations: { only: true }\n`)).toThrow(/persistedOperations\.manifest: /);
    expect(() => read(`${base}persistedOperations: { manifest: a, all: true }\n`)).toThrow(/Unrecognized key: "all"/);
  });

  it('takes what a subgraph says over what all say', () => {
    const config = read(
      `supergraph: { sdl: s.graphql }\n${ISSUER}\nsubgraphs: { all: { timeout: 2s, retries: 3 }, vn: { timeout: 500ms, maxBytes: 10, maxEntityBytes: 7 } }\n`,
    );
    expect(config.supergraph).toEqual({ sdl: join(folder, 's.graphql') });
    expect(config.identity).toBeUndefined();
    expect(callOptions(config, 'vn')).toEqual({ timeout: 500, retries: 3, maxBytes: 10, maxEntityBytes: 7 });
    expect(callOptions(config, 'th')).toEqual({
      timeout: 2_000,
      retries: 3,
      maxBytes: 32 * 1_048_576,
      maxEntityBytes: 65_536,
    });
  });

  it('holds no page of the hub to the size of a record, unless told', () => {
    const base = `supergraph: { sdl: s.graphql }\n${ISSUER}\n`;
    const entityBytes = (subgraphs: string) => {
      const config = read(`${base}subgraphs: ${subgraphs}\n`);
      return ['campaign', 'vn'].map((name) => callOptions(config, name).maxEntityBytes);
    };
    expect(entityBytes('{}')).toEqual([32 * 1_048_576, 65_536]);
    expect(entityBytes('{ all: { maxEntityBytes: 7, maxBytes: 9 } }')).toEqual([9, 7]);
    expect(entityBytes('{ campaign: { maxEntityBytes: 5 } }')).toEqual([5, 65_536]);
  });

  it('bounds the calls of a subgraph, and says when it is spared', () => {
    const base = `supergraph: { sdl: s.graphql }\n${ISSUER}\n`;
    const breaker = { failures: 10, pause: 5_000 };
    expect(guardOptions(read(base), 'vn')).toEqual({ connections: 64, waiting: 256, breaker });
    const config = read(
      `${base}subgraphs: { all: { waiting: 0, breaker: { failures: 3 } }, vn: { connections: 2, breaker: { pause: 1s } } }\n`,
    );
    expect(guardOptions(config, 'vn')).toEqual({ connections: 2, waiting: 0, breaker: { failures: 3, pause: 1_000 } });
    expect(guardOptions(config, 'th')).toEqual({ connections: 64, waiting: 0, breaker: { failures: 3, pause: 5_000 } });
    expect(() => read(`${base}subgraphs: { vn: { breaker: { failures: 0 } } }\n`)).toThrow(
      'subgraphs.vn.breaker.failures',
    );
  });

  it('takes certificates from its own folder, a subgraph\u2019s own over those of all', () => {
    const base = `supergraph: { sdl: s.graphql }\n${ISSUER}\n`;
    const config = read(`${base}subgraphs: { all: { ${tlsText('all')} }, vn: { timeout: 1s, ${tlsText('vn')} } }\n`);
    expect([tlsOf(config, 'vn'), tlsOf(config, 'th')]).toEqual([tlsFiles('vn'), tlsFiles('all')]);
    expect(tlsOf(read(base), 'vn')).toBeUndefined();
    expect(() => read(`${base}subgraphs: { vn: { tls: { ca: x, cert: y } } }\n`)).toThrow(/subgraphs\.vn\.tls\.key/);
  });

  it('takes an issuer\u2019s keys from a URL: https, or http on this machine', () => {
    for (const url of ['https://id.customs.example/jwks', 'http://127.0.0.1:4002/jwks', 'http://[::1]/jwks']) {
      const text = `supergraph: { sdl: s }\n${ISSUER.replace('file: ./keys.json', `url: '${url}'`)}\n`;
      expect(read(text).authentication.issuers[0]?.jwks).toEqual({ url });
    }
  });

  it.each([
    ['keys by http elsewhere', 'url: "http://id.example/jwks"', 'expected https off this machine'],
    ['keys by http to a name that looks like this machine', 'url: "http://127.0.0.1.example/"', 'expected https off'],
    ['keys by another protocol', 'url: "file:///etc/passwd"', 'expected a URL with https, got file:'],
    ['keys at no URL', 'url: keys', 'expected a URL, got keys'],
    ['keys behind a password', 'url: "https://a:b@id.example/"', 'expected a URL without a user'],
    ['keys from two places', 'url: "https://id.example/", file: k', 'expected either file or url'],
    ['keys from nowhere', '', 'expected either file or url'],
  ])('is refused with %s', (_, place, fault) => {
    const text = `supergraph: { sdl: s }\n${ISSUER.replace('file: ./keys.json', place)}\n`;
    expect(() => read(text)).toThrow(fault);
  });

  it.each([
    ['an unknown key', `supergraph: { sdl: s }\n${ISSUER}\ntelemetry: true\n`, ':3: '],
    [
      'an unknown key of a subgraph',
      `supergraph: { sdl: s }\n${ISSUER}\nsubgraphs:\n  vn:\n    proxy: {}\n`,
      ':5: subgraphs.vn: ',
    ],
    [
      'two forms of supergraph',
      `supergraph: { sdl: s, config: c, roster: r }\n${ISSUER}\n`,
      ':1: supergraph: expected either',
    ],
    [
      'a roster and no key to sign with',
      `supergraph: { config: c, roster: r }\n${ISSUER}\n`,
      ':1: identity: expected { key: … }, got nothing',
    ],
    [
      'a roster and no audit trail',
      `supergraph: { config: c, roster: r }\n${ISSUER}\nidentity: { key: k }\n`,
      ':1: audit: expected { file: … }, got nothing: over a roster every operation is put on record',
    ],
    [
      'an audit trail that nobody signs',
      `supergraph: { sdl: s }\n${ISSUER}\naudit: { file: a }\n`,
      ':3: audit.key: expected a file, got nothing',
    ],
    [
      'the name of a participant for its audit trail',
      `supergraph: { sdl: s }\n${ISSUER}\naudit: { file: a, key: k, process: VN }\n`,
      ':3: audit.process: expected a name such as gateway',
    ],
    ['a supergraph without a roster', `supergraph: { config: c }\n${ISSUER}\n`, ':1: supergraph: expected either'],
    [
      'no issuer',
      'supergraph: { sdl: s }\nauthentication: { issuers: [] }\n',
      ':2: authentication.issuers: expected an issuer',
    ],
    [
      'a shared-secret algorithm',
      `supergraph: { sdl: s }\n${ISSUER.replace('EdDSA', 'HS256')}\n`,
      ':2: authentication.issuers.0.algorithms.0: ',
    ],
    [
      'a timeout without a unit',
      `supergraph: { sdl: s }\n${ISSUER}\nsubgraphs: { all: { timeout: 5 } }\n`,
      ':3: subgraphs.all.timeout: ',
    ],
    [
      'an issuer twice',
      `supergraph: { sdl: s }\nauthentication: { issuers: [${Array(2).fill('{ issuer: i, audience: a, jwks: { file: k }, algorithms: [EdDSA] }').join(', ')}] }\n`,
      'used once, got i again',
    ],
  ])('is refused with %s, by file and line', (_, text, fault) => {
    expect(() => read(text)).toThrow(fault);
  });
});
