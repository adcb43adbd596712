// Makes a data folder what a start needs: roster, key, configuration of each process. Doing it twice changes nothing.
import { constants, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { DEVELOPMENT_AUDIENCE, DEVELOPMENT_ISSUER } from '#gateway/authentication/development-key.ts';
import { writeIfChanged } from '#schema/configuration/write.ts';
import { subgraphName } from '#schema/roster/roster.ts';
import { issuerOf } from '#subgraphs/demo/identity/config.ts';
import { boundsOf, readPeople } from '#subgraphs/demo/identity/people.ts';
import type { DataFolder, Service } from '../data-folder.ts';
import { ISSUERS } from './keys.ts';

export const SHIPPED_ROSTER = fileURLToPath(new URL('../../schema/participants.yaml', import.meta.url));
const SHIPPED_POLICIES = fileURLToPath(new URL('../../schema/policies', import.meta.url));
const CLIENT_OPERATIONS = fileURLToPath(new URL('../../client/generated/operations.json', import.meta.url));
const NATIONAL = new URL('../../subgraphs/demo/national/', import.meta.url);
const POLICIES = new URL('../../subgraphs/demo/policies/', import.meta.url);

/** The roster of a new deployment starts as the shipped one; an existing one is never touched. */
export function prepareRoster(folder: DataFolder): void {
  // Nobody else on the machine: it holds keys, databases and what was rejected.
  mkdirSync(folder.root, { recursive: true, mode: 0o700 });
  try {
    copyFileSync(SHIPPED_ROSTER, folder.roster, constants.COPYFILE_EXCL);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** National SDL that the demonstration gives a participant, where it gives one. */
export function nationalSdlFile(code: string): string | undefined {
  return shipped(`${subgraphName(code)}.graphql`, NATIONAL);
}

/** Release policies of its own that the demonstration gives a participant, where it gives any. */
function ownPoliciesFile(code: string): string | undefined {
  return shipped(`${subgraphName(code)}.cedar`, POLICIES);
}

function shipped(name: string, folder: URL): string | undefined {
  const file = fileURLToPath(new URL(name, folder));
  return existsSync(file) ? file : undefined;
}

export function writeParticipantConfig(folder: DataFolder, code: string, port: number): string {
  const national = nationalSdlFile(code);
  const policies = ownPoliciesFile(code);
  return writeConfig(folder.participantConfig(code), (path) => ({
    participant: code,
    roster: path(folder.roster),
    listen: { host: '127.0.0.1', port },
    database: { file: path(folder.participantDatabase(code)) },
    trust: { gateway: trusted(folder, 'gateway', path), hub: trusted(folder, 'hub', path) },
    audit: { file: path(folder.auditLog(code)), key: path(folder.participantKey(code)) },
    campaigns: path(folder.campaigns),
    ...(national === undefined ? {} : { national: path(national) }),
    ...(policies === undefined ? {} : { policies: path(policies) }),
  }));
}

export function writeHubConfig(folder: DataFolder, port: number): string {
  return writeConfig(`${folder.config}/hub.yaml`, (path) => ({
    roster: path(folder.roster),
    supergraph: path(folder.feeds),
    campaigns: path(folder.campaigns),
    listen: { host: '127.0.0.1', port },
    database: { file: path(folder.hubDatabase) },
    trust: { gateway: trusted(folder, 'gateway', path) },
    identity: { key: path(folder.serviceKeys.hub.key) },
    audit: { keys: path(folder.auditKeys) },
    feeds: { interval: '1s' },
  }));
}

export function writeIdentityConfig(folder: DataFolder, port: number): string {
  return writeConfig(`${folder.config}/identity.yaml`, (path) => ({
    port,
    passwords: path(folder.passwords),
    keys: path(folder.identityKeys),
    audience: DEVELOPMENT_AUDIENCE,
  }));
}

/** @param identityPort where the demonstration's OpenID provider listens. */
export function writeGatewayConfig(folder: DataFolder, port: number, identityPort: number): string {
  return writeConfig(`${folder.config}/gateway.yaml`, (path) => ({
    listen: { host: '127.0.0.1', port },
    supergraph: { config: path(folder.supergraph), roster: path(folder.roster) },
    authentication: {
      issuers: [
        {
          issuer: DEVELOPMENT_ISSUER,
          audience: DEVELOPMENT_AUDIENCE,
          jwks: { file: path(`${folder.keys}/development.jwks.json`) },
          algorithms: ['EdDSA'],
        },
        {
          issuer: issuerOf({ port: identityPort }),
          audience: DEVELOPMENT_AUDIENCE,
          jwks: { url: `${issuerOf({ port: identityPort })}/jwks` },
          algorithms: ['EdDSA'],
          // What it says beyond its people is not believed.
          ...boundsOf(readPeople()),
        },
      ],
    },
    authorization: { policies: path(SHIPPED_POLICIES) },
    identity: { key: path(folder.serviceKeys.gateway.key) },
    audit: { file: path(folder.auditLog('gateway')) },
    introspection: true,
    persistedOperations: { manifest: path(CLIENT_OPERATIONS) },
  }));
}

function trusted(folder: DataFolder, service: Service, path: (to: string) => string) {
  return { issuer: ISSUERS[service], jwks: { file: path(folder.serviceKeys[service].jwks) } };
}

function writeConfig(file: string, content: (path: (to: string) => string) => unknown): string {
  const path = (to: string) => relative(dirname(file), to);
  writeIfChanged(file, `# Written by \`campaign start\` at each start.\n${stringify(content(path))}`);
  return file;
}
