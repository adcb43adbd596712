// The connections to the subgraphs: a pool for each, so that a slow one holds up no other. Over https each side shows a
// certificate, read again when it changes.
import { type Dispatcher, Pool } from 'undici';
import { lookupHost } from '#trust/hosts/index.ts';
import { clientOptions, type FollowedCredentials, followCredentials, type TlsFiles } from '#trust/tls/index.ts';
import type { GatewayLogger } from '../operations/logger.ts';

export interface Connections {
  /** The pool to call `subgraph` at this origin with; asked for anew with each call. */
  to(subgraph: string, origin: string): Dispatcher;
  /** Looks at the certificates now. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectionsOptions {
  /** Names of subgraphs as in the configuration; `all` stands for the rest. */
  readonly names: readonly string[];
  readonly tlsOf: (subgraph: string) => TlsFiles | undefined;
  /** At once to one subgraph, at most. */
  readonly connectionsOf: (subgraph: string) => number;
  readonly logger: GatewayLogger;
}

/** How long a connection may take to come about, TLS included. */
const CONNECT_MS = 2_000;
const KEEP_ALIVE_MS = 30_000;

/** @throws ConfigurationError where certificates cannot be taken. */
export function openConnections({ names, tlsOf, connectionsOf, logger }: ConnectionsOptions): Connections {
  const pools = new Map<string, { readonly pool: Pool; readonly credentials: string | undefined }>();
  const followed = new Map<string, FollowedCredentials>();
  const renew = (credentials: string) => {
    for (const [key, known] of pools) {
      if (known.credentials !== credentials) continue;
      pools.delete(key);
      // Lets what is under way finish.
      known.pool.close().catch(() => undefined);
    }
  };
  const close = async () => {
    for (const each of followed.values()) each.close();
    await Promise.all([...pools.values()].map(({ pool }) => pool.destroy()));
    pools.clear();
  };
  try {
    for (const name of [...names, 'all']) {
      const files = tlsOf(name);
      const id = idOf(files);
      if (files && id && !followed.has(id))
        followed.set(
          id,
          followCredentials(files, () => renew(id), logger),
        );
    }
  } catch (error) {
    for (const each of followed.values()) each.close();
    throw error;
  }
  return {
    to(subgraph, origin) {
      const key = `${subgraph} ${origin}`;
      const known = pools.get(key);
      if (known) return known.pool;
      const credentials = idOf(tlsOf(subgraph));
      const current = credentials === undefined ? undefined : followed.get(credentials)?.current();
      const pool = new Pool(origin, {
        connections: connectionsOf(subgraph),
        pipelining: 1,
        keepAliveTimeout: KEEP_ALIVE_MS,
        connect: { timeout: CONNECT_MS, lookup: lookupHost, ...(current && clientOptions(current)) },
      });
      pools.set(key, { pool, credentials });
      return pool;
    },
    async check() {
      await Promise.all([...followed.values()].map((each) => each.check()));
    },
    close,
  };
}

function idOf(files: TlsFiles | undefined): string | undefined {
  return files && JSON.stringify([files.ca, files.cert, files.key]);
}
