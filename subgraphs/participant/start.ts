// Starts the subgraph of one participant: its own store, its own case type, its feed.
import { subgraphName } from '#schema/roster/roster.ts';
import { createCaseLoaders } from '#subgraphs/kit/loaders/case-loaders.ts';
import type { SubgraphContext } from '#subgraphs/kit/server/context.ts';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import { serveSubgraph } from '#subgraphs/kit/server/serve.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import type { ParticipantConfig } from './config.ts';
import { participantSchema } from './schema.ts';

export interface RunningParticipant {
  readonly code: string;
  /** For example `http://127.0.0.1:4101/graphql`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * @throws Error where the file is another's store, the host is another machine's and there is no TLS, the port is taken,
 * or a key cannot be read.
 */
export async function startParticipant(config: ParticipantConfig, logger?: ServerLogger): Promise<RunningParticipant> {
  const { code, contactPoint } = config.participant;
  const schema = participantSchema(config.participant, config.national);
  const store = await openCaseStore({ participant: code, file: config.databaseFile });
  try {
    const server = await serveSubgraph<SubgraphContext>({
      name: subgraphName(code),
      listen: config.listen,
      trust: config.trust,
      schema,
      context: ({ id, caller }) => ({ requestId: id, caller, store, loaders: createCaseLoaders(store), contactPoint }),
      logger,
      health: () => ({ participant: code }),
    });
    return {
      code,
      url: server.url,
      async close() {
        await server.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
