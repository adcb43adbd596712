// This gateway: with rights, signed assertions, its audit trail and a hundred callers in rotation; and open, over the supergraph without
// rights, as the others run.
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

export const withRights: GatewayEntry = {
  id: 'ours',
  title: 'campaign gateway, rights, assertions and audit on',
  async launch(deployment, port) {
    const keys = join(deployment.folder, 'keys');
    const { keyFile, jwksFile } = await ensureDevelopmentKey(keys);
    await ensureServiceKey(join(keys, 'gateway.jwk'));
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
    return launchOf(
      deployment,
      'ours',
      {
        listen: { host: '127.0.0.1', port },
        supergraph: { config: deployment.supergraph, roster: deployment.roster },
        authentication: {
          issuers: [
            {
              issuer: DEVELOPMENT_ISSUER,
              audience: DEVELOPMENT_AUDIENCE,
              jwks: { file: jwksFile },
              algorithms: ['EdDSA'],
            },
          ],
        },
        identity: { key: join(keys, 'gateway.jwk') },
        authorization: { policies: join(ROOT, 'schema/policies') },
        audit: { file: join(deployment.folder, 'gateway.audit') },
      },
      tokens,
    );
  },
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
