// Starts the subgraph of one participant: its own store, its own case type, its release, its feed.
import { parse } from 'graphql';
import { nationalAddition } from '#schema/release/national.ts';
import { releasePaths } from '#schema/release/paths.ts';
import { subgraphName } from '#schema/roster/roster.ts';
import { disclosureEntries } from '#subgraphs/kit/audit/disclosures.ts';
import { openParticipantTrail } from '#subgraphs/kit/audit/open.ts';
import { createCaseLoaders } from '#subgraphs/kit/loaders/case-loaders.ts';
import { recordsFor } from '#subgraphs/kit/release/for-request.ts';
import { followPhases } from '#subgraphs/kit/release/phases.ts';
import { followEngine } from '#subgraphs/kit/release/policies.ts';
import type { SubgraphContext } from '#subgraphs/kit/server/context.ts';
import { type ServerLogger, standardErrorLogger } from '#subgraphs/kit/server/logger.ts';
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
 * @throws ConfigurationError where its own release policies cannot be taken; Error where the file is another's store, the
 * host is another machine's and there is no TLS, the port is taken, or a key cannot be read.
 */
export async function startParticipant(config: ParticipantConfig, given?: ServerLogger): Promise<RunningParticipant> {
  const { code, contactPoint, caseType } = config.participant;
  const logger = given ?? standardErrorLogger(subgraphName(code));
  const schema = participantSchema(config.participant, config.national);
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const each of closing.splice(0).toReversed()) await each();
  };
  try {
    const paths =
      config.national === undefined ? undefined : releasePaths(nationalAddition(parse(config.national), caseType));
    const engine = followEngine({ policies: config.policies, contactPoint, paths, logger });
    closing.push(() => engine.close());
    const phases = followPhases(config.campaigns, logger);
    closing.push(() => phases.close());
    const store = await openCaseStore({ participant: code, file: config.databaseFile });
    closing.push(() => store.close());
    const trail = await openParticipantTrail(code, config.audit, logger);
    closing.push(() =>
      trail
        .close()
        .catch((error: unknown) => logger.error({ err: error }, 'The audit log was not closed as it should be')),
    );
    const server = await serveSubgraph<SubgraphContext>({
      name: subgraphName(code),
      listen: config.listen,
      trust: config.trust,
      schema,
      context: ({ id, caller }) => ({
        requestId: id,
        caller,
        store,
        loaders: createCaseLoaders(store),
        records: recordsFor(code, { engine, phases }, caller),
        visibleTo: engine.current.visibleTo,
      }),
      audit: {
        trail,
        entriesOf: ({ caller, records }) => disclosureEntries(caller, records.disclosed()),
        closed: (context) => ({ ...context, records: context.records.closed() }),
      },
      checkpoint: () => trail.checkpoint,
      logger,
      health: () => ({ participant: code }),
    });
    closing.push(() => server.close());
    return { code, url: server.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
