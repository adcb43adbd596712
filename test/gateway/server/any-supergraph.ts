// A gateway over a supergraph that is not ours: subgraphs in little, composed here, and a log of what they are asked.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { pino } from 'pino';
import { stringify } from 'yaml';
import { ensureDevelopmentKey, signDevelopmentToken } from '#gateway/authentication/index.ts';
import { type RunningGateway, readGatewayConfig, startGateway } from '#gateway/index.ts';
import { writeWhole } from '#schema/configuration/write.ts';
import { type MockSubgraph, mockSubgraph } from './mock-subgraph.ts';

export interface Part {
  readonly sdl: string;
  readonly resolvers: unknown;
}

export interface Asked {
  /** Separated by spaces. Undefined: without a token. */
  readonly as?: string | undefined;
  readonly variables?: unknown;
  readonly operationName?: string;
  readonly headers?: Record<string, string>;
}

export interface Got {
  readonly status: number;
  readonly text: string;
  readonly data: unknown;
  /** One line an error: `path.to.field`, and ` on A, B` where only some types deny; another code in brackets. */
  readonly errors: readonly string[];
}

export interface AnyGateway {
  readonly gateway: RunningGateway;
  readonly folder: string;
  readonly subgraphs: ReadonlyMap<string, MockSubgraph>;
  /** The texts of all operations that subgraphs were sent since the last call. */
  asked(): string;
  ask(query: string, options?: Asked): Promise<Got>;
  /** Composes these SDLs, each under its subgraph, and takes them into use. */
  recompose(sdls: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

export function compose(
  parts: readonly { readonly name: string; readonly url: string; readonly sdl: string }[],
): string {
  const result = composeServices(parts.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}

/** @param yaml what `gateway.yaml` has beside what it needs. @param policies text of a Cedar file. */
export async function anySupergraph(
  parts: Readonly<Record<string, Part>>,
  yaml: Record<string, unknown> = {},
  policies?: string,
): Promise<AnyGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-any-'));
  const subgraphs = new Map<string, MockSubgraph>();
  for (const [name, { sdl, resolvers }] of Object.entries(parts))
    subgraphs.set(name, await mockSubgraph(sdl, resolvers));
  const write = (sdls: Readonly<Record<string, string>>) =>
    writeWhole(
      join(folder, 'supergraph.graphql'),
      compose(Object.entries(sdls).map(([name, sdl]) => ({ name, sdl, url: subgraphs.get(name)?.url ?? '' }))),
    );
  write(Object.fromEntries(Object.entries(parts).map(([name, { sdl }]) => [name, sdl])));
  const { keyFile } = await ensureDevelopmentKey(folder);
  if (policies !== undefined) writeFileSync(join(folder, 'own.cedar'), policies);
  writeFileSync(
    join(folder, 'gateway.yaml'),
    stringify({
      listen: { host: '127.0.0.1', port: 0 },
      supergraph: { sdl: 'supergraph.graphql' },
      authentication: {
        required: false,
        issuers: [
          {
            issuer: 'urn:campaign:development',
            audience: 'campaign-gateway',
            jwks: { file: 'development.jwks.json' },
            algorithms: ['EdDSA'],
          },
        ],
      },
      ...(policies === undefined ? {} : { authorization: { policies: '.' } }),
      ...yaml,
    }),
  );
  const end = async () => {
    await Promise.all([...subgraphs.values()].map((each) => each.stop()));
    rmSync(folder, { recursive: true });
  };
  const starting = startGateway(readGatewayConfig(join(folder, 'gateway.yaml')), pino({ level: 'silent' }));
  const gateway = await starting.catch(async (error: unknown) => {
    await end();
    throw error;
  });
  const tokens = new Map<string, string>();
  const authorization = async (scope: string | undefined): Promise<Record<string, string>> => {
    if (scope === undefined) return {};
    const known = tokens.get(scope);
    // An agency of no roster: there is none here.
    const token =
      known ??
      (await signDevelopmentToken({
        keyFile,
        agency: 'of no roster',
        scope,
        subject: 'somebody',
        purposes: ['inquiry'],
      }));
    tokens.set(scope, token);
    return { authorization: `Bearer ${token}` };
  };
  return {
    gateway,
    folder,
    subgraphs,
    asked() {
      const all = [...subgraphs.values()].flatMap(({ received }) => received.splice(0));
      return all.map(({ query }) => query).join('\n');
    },
    async ask(query, { as, variables, operationName, headers } = {}) {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(await authorization(as)), ...headers },
        body: typeof variables === 'string' ? variables : JSON.stringify({ query, variables, operationName }),
      });
      const text = await response.text();
      const { data, errors = [] } = JSON.parse(text) as {
        data?: unknown;
        errors?: { message: string; path?: unknown[]; extensions: { code: string; types?: string[] } }[];
      };
      const lines = errors.map(({ path = [], extensions: { code, types } }) =>
        [path.join('.'), types && `on ${types.join(', ')}`, code !== 'UNAUTHORIZED_FIELD_OR_TYPE' && `(${code})`]
          .filter(Boolean)
          .join(' '),
      );
      return { status: response.status, text, data, errors: lines };
    },
    async recompose(sdls) {
      write(sdls);
      await gateway.reload();
    },
    async close() {
      await gateway.close();
      await end();
    },
  };
}
