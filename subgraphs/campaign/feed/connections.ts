// The connections to all feeds. On other machines the hub shows its own certificate, read again when it changes.
import { Agent, type Dispatcher } from 'undici';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import { lookupHost } from '#trust/hosts/index.ts';
import { clientOptions, followCredentials, type TlsCredentials, type TlsFiles } from '#trust/tls/index.ts';

/** Longest answer taken, bytes: a page of 1,000 large entries has a tenth of it. */
export const LONGEST_ANSWER = 16 * 1024 * 1024;

export interface FeedConnections {
  /** For one call: another one after a change of certificates. */
  current(): Dispatcher;
  close(): Promise<void>;
}

/** @throws ConfigurationError where the files of `tls` cannot be taken. */
export function feedConnections(tls: TlsFiles | undefined, logger: ServerLogger): FeedConnections {
  const followed =
    tls &&
    followCredentials(
      tls,
      (credentials) => {
        const before = agent;
        agent = agentOf(credentials);
        // Lets what is under way finish.
        before.close().catch(() => undefined);
      },
      logger,
    );
  let agent = agentOf(followed?.current());
  return {
    current: () => agent,
    async close() {
      followed?.close();
      await agent.destroy();
    },
  };
}

function agentOf(credentials: TlsCredentials | undefined): Agent {
  return new Agent({
    connections: 2,
    maxResponseSize: LONGEST_ANSWER,
    connectTimeout: 5_000,
    connect: { lookup: lookupHost, ...(credentials && clientOptions(credentials)) },
  });
}
