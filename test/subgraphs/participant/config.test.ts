import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigurationError } from '#schema/configuration/read.ts';
import { readParticipantConfig } from '#subgraphs/participant/config.ts';
import { publishedSdl } from '#subgraphs/participant/sdl.ts';

const ROSTER = `participants:
  - { code: VN, name: Vietnam Customs, country: VN, kind: CUSTOMS, caseType: VietnamCustomsCase, contactPoint: liaison@vn.example }
  - { code: JP, name: Japan Customs, country: JP, kind: CUSTOMS }
`;
const CONFIG = `participant: VN
roster: roster.yaml
listen: { host: 127.0.0.1, port: 0 }
database: { file: stores/VN.sqlite }
trust: { gateway: { issuer: g, jwks: { file: gateway.json } }, hub: { issuer: h, jwks: { file: hub.json } } }
audit: { file: audit.jsonl, key: own.jwk }
`;

/** Writes the files into a fresh folder and returns the path of \`participant.yaml\` in it. */
function written(files: { config?: string; national?: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'participant-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'roster.yaml'), ROSTER);
  const national = files.national === undefined ? '' : 'national: own.graphql\n';
  if (files.national !== undefined) writeFileSync(join(folder, 'own.graphql'), files.national);
  const file = join(folder, 'participant.yaml');
  writeFileSync(file, (files.config ?? CONFIG) + national);
  return file;
}

describe('the configuration of a participant', () => {
  test('takes paths from its own folder, and the participant from the roster', () => {
    const file = written({});
    const config = readParticipantConfig(file);
    expect(config).toMatchObject({
      code: 'VN',
      participant: { caseType: 'VietnamCustomsCase', contactPoint: 'liaison@vn.example' },
      listen: { host: '127.0.0.1', port: 0 },
      national: undefined,
    });
    expect(config.databaseFile).toBe(join(file, '..', 'stores', 'VN.sqlite'));
    expect(config.trust).toEqual([
      { kind: 'gateway', issuer: 'g', keys: { jwks: join(file, '..', 'gateway.json') } },
      { kind: 'feed', issuer: 'h', keys: { jwks: join(file, '..', 'hub.json') } },
    ]);
  });

  test('listens elsewhere with certificates, from its own folder, and names of gateway and hub', () => {
    const listen = 'listen: { host: 0.0.0.0, port: 0, tls: { ca: ca.pem, cert: vn.pem, key: vn.key } }';
    const config = CONFIG.replace(/listen: .*/, listen);
    const named = config.replace('issuer: g', 'issuer: g, names: [a]').replace('issuer: h', 'issuer: h, names: [b, c]');
    const file = written({ config: named });
    const read = readParticipantConfig(file);
    const [ca, cert, key] = ['ca.pem', 'vn.pem', 'vn.key'].map((name) => join(file, '..', name));
    expect(read.listen.tls).toEqual({ ca, cert, key });
    expect(read.trust).toMatchObject([{ names: ['a'] }, { names: ['b', 'c'] }]);
    expect(() => readParticipantConfig(written({ config: named.replace('names: [b, c]', 'names: []') }))).toThrow(
      /participant\.yaml:\d+: trust\.hub\.names/,
    );
    expect(() => readParticipantConfig(written({ config: named.replace(', names: [b, c]', '') }))).toThrow(
      /participant\.yaml:\d+: trust: expected names that the certificate of h carries, got none/,
    );
  });

  test.each([
    ['an unknown key', `${CONFIG}colour: red\n`, /participant\.yaml:7: .*colour/],
    ['no database', CONFIG.replace(/database.*\n/, ''), /participant\.yaml:\d+: database/],
    [
      'no audit log',
      CONFIG.replace(/audit.*\n/, ''),
      /participant\.yaml:\d+: audit: expected { file: …, key: … }, got nothing: what it discloses is put on record/,
    ],
    [
      'nobody to trust',
      CONFIG.replace(/trust.*\n/, ''),
      /participant\.yaml:\d+: trust: expected { gateway: …, hub: … }, got nothing: it would answer nobody/,
    ],
    [
      'no gateway to trust',
      CONFIG.replace(/gateway: .* }, hub/, 'hub'),
      /participant\.yaml:5: trust\.gateway: .*got nothing/,
    ],
    ['no hub to trust', CONFIG.replace(/, hub.* }/, ' }'), /participant\.yaml:5: trust\.hub: .*got nothing/],
    [
      'a participant that the roster lacks',
      CONFIG.replace('VN', 'XX'),
      /expected a code on the roster .*roster\.yaml, got XX/,
    ],
    ['a participant that reports no cases', CONFIG.replace('VN', 'JP'), /expected one that reports cases, got JP/],
    [
      'a roster that is not there',
      CONFIG.replace('roster.yaml', 'none.yaml'),
      /none\.yaml: expected a readable file, got ENOENT/,
    ],
  ])('with %s is refused', (_, config, message) => {
    const file = written({ config });
    expect(() => readParticipantConfig(file)).toThrow(ConfigurationError);
    expect(() => readParticipantConfig(file)).toThrow(message);
  });
});

describe('national additions', () => {
  test('are published with the contract', () => {
    const national = `extend type VietnamCustomsCase { desk: VN_Desk }\ntype VN_Desk { name: String }\n`;
    const sdl = publishedSdl(readParticipantConfig(written({ national })));
    expect(sdl).toContain('type VN_Desk');
    expect(sdl).toContain('type VietnamCustomsCase implements Case @key(fields: "id") @authenticated');
    expect(publishedSdl(readParticipantConfig(written({})))).not.toContain('VN_Desk');
    expect(() => buildSchema(sdl, { assumeValidSDL: true })).not.toThrow();
  });

  test.each([
    ['that are not SDL', 'extend typo', /own\.graphql:1: Syntax Error/],
    [
      'with a type that does not begin with the code',
      '\ntype Desk { name: String }',
      /own\.graphql:2: expected .* got Desk/,
    ],
    ['with a type of a code that begins alike', 'type VNC04_Desk { name: String }', /got VNC04_Desk/],
    ['to the case type of another', 'extend type ThailandCustomsCase { desk: String }', /got ThailandCustomsCase/],
    ['to a type of the contract', 'extend type Seizure { desk: String }', /got Seizure/],
    ['to the root', 'extend type Query { desk: String }', /got Query/],
    ['to the schema', 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9")', /got SchemaExtension/],
    ['with a directive', 'directive @VN_mark on FIELD_DEFINITION', /got VN_mark/],
    [
      'with a field that is never null',
      'extend type VietnamCustomsCase {\n desk: String! }',
      /own\.graphql:2: expected a nullable type/,
    ],
    ['with a type that is not declared', 'extend type VietnamCustomsCase { desk: VN_Desk }', /own\.graphql: .*VN_Desk/],
    [
      'with a field of the contract of another type',
      'extend type VietnamCustomsCase { seizedOn: Int }',
      /own\.graphql: .*seizedOn/,
    ],
  ])('%s are refused', (_, national, message) => {
    const file = written({ national });
    expect(() => readParticipantConfig(file)).toThrow(ConfigurationError);
    expect(() => readParticipantConfig(file)).toThrow(message);
  });
});
