// This gateway as a campaign runs it: with rights, signed assertions, an audit trail, and a hundred callers in rotation; without
// the trail, which no other has; and open, over the supergraph without rights, as the others run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import {
  DEVELOPMENT_AUDIENCE,
  DEVELOPMENT_ISSUER,
  ensureDevelopmentKey,
  signDevelopmentToken,
} from '#gateway/authentication/development-key.ts';
import { ensureServiceKey } from '#trust/keys/index.ts';
import type { Deployment } from '../world/deployment.ts';
import { benchRoster } from '../world/roster.ts';
import type { GatewayEntry, Launch } from './gateway.ts';

const ROOT = join(import.meta.dirname, '../..');
const CALLERS = 100;
const SCOPE = 'case:read case:operational case:identifiers statistics:read';

export const asDeployed: GatewayEntry = {
  id: 'ours',
  title: 'campaign gateway as deployed: rights, assertions, audit trail durable before each answer',
  launch: (deployment, port) =>
    launchWithRights(deployment, 'ours', port, {
      supergraph: { config: deployment.supergraph, roster: deployment.roster },
      audit: { file: join(deployment.folder, 'gateway.audit') },
    }),
};

export const withRights: GatewayEntry = {
  id: 'ours-rights',
  title: 'campaign gateway, rights and assertions',
  launch: (deployment, port) =>
    launchWithRights(deployment, 'ours-rights', port, { supergraph: { sdl: deployment.composed } }),
};

export const open: GatewayEntry = {
  id: 'ours-open',
  title: 'campaign gateway, no rights',
  launch: (deployment, port) =>
    launchOf(deployment, 'ours-open', {
      listen: { host: '127.0.0.1', port },
      supergraph: { sdl: deployment.open },
      authentication: { required: false },
    }),
};

async function launchWithRights(deployment: Deployment, name: string, port: number, config: object): Promise<Launch> {
  const keys = join(deployment.folder, 'keys');
  const { keyFile, jwksFile } = await ensureDevelopmentKey(keys);
  const key = join(keys, 'gateway.jwk');
  await ensureServiceKey(key);
  const agencies = benchRoster(deployment.subgraphs.length - 1).map(({ code }) => code);
  const tokens = await Promise.all(
    Array.from({ length: CALLERS }, (_, index) =>
      signDevelopmentToken({
        keyFile,
        agency: agencies[index % agencies.length] ?? '',
        scope: SCOPE,
        subject: `officer-${index}`,
        expiresIn: '12h',
      }),
    ),
  );
  const jwks = { file: jwksFile };
  const issuer = { issuer: DEVELOPMENT_ISSUER, audience: DEVELOPMENT_AUDIENCE, jwks, algorithms: ['EdDSA'] };
  return launchOf(
    deployment,
    name,
    {
      ...config,
      listen: { host: '127.0.0.1', port },
      authentication: { issuers: [issuer] },
      identity: { key },
      authorization: { policies: join(ROOT, 'schema/policies') },
    },
    tokens,
  );
}

function launchOf(deployment: Deployment, name: string, config: object, tokens: readonly string[] = []): Launch {
  const folder = join(deployment.folder, 'config');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, stringify(config));
  return {
    command: process.execPath,
    args: [join(ROOT, 'cli/campaign.mjs'), 'gateway', '--config', file],
    path: '/graphql',
    headers: (n) => (tokens.length === 0 ? {} : { authorization: `Bearer ${tokens[n % tokens.length]}` }),
  };
}
