// Starts the hub: its database, what it follows (roster, campaigns, addresses), the readers of the feeds, and its server.
import { createHash } from 'node:crypto';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { migrate } from '#subgraphs/kit/database/migrate.ts';
import { openDatabase } from '#subgraphs/kit/database/open.ts';
import { type ServerLogger, standardErrorLogger } from '#subgraphs/kit/server/logger.ts';
import { serveSubgraph } from '#subgraphs/kit/server/serve.ts';
import { createFeedSigner } from '#trust/assertion/index.ts';
import { Checkpoints } from './checkpoints/checkpoints.ts';
import { processKeys } from './checkpoints/keys.ts';
import { receiveCheckpoints } from './checkpoints/receive.ts';
import { HubClock } from './clock.ts';
import type { HubConfig } from './config.ts';
import { hubContext } from './context.ts';
import { migrations } from './database/migrations.ts';
import type { HubTables } from './database/tables.ts';
import { logDeparted } from './directory/departed.ts';
import { openDirectory } from './directory/follow.ts';
import { retryWaiting, type Writing } from './feed/apply.ts';
import { FeedReaders } from './feed/readers.ts';
import { hubSchema } from './schema.ts';

export interface RunningHub {
  /** For example `http://127.0.0.1:4001/graphql`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The hub answers as soon as this resolves, whether or not a participant is up.
 * @throws ConfigurationError where the roster cannot be taken and none was ever good; Error where a key cannot be read.
 */
export async function startHub(config: HubConfig, given?: ServerLogger): Promise<RunningHub> {
  const logger = given ?? standardErrorLogger('campaign');
  // Two connections, each in a worker: reading goes on beside a long write, and neither blocks this thread.
  const writes = openDatabase<HubTables>({ file: config.database.file, worker: true });
  const reads = openDatabase<HubTables>({ file: config.database.file, worker: true });
  const closing: (() => Promise<void> | void)[] = [() => reads.destroy(), () => writes.destroy()];
  const close = async () => {
    const faults: unknown[] = [];
    for (const each of closing.splice(0).toReversed()) {
      // Whatever fails to close, the rest is closed.
      await Promise.resolve(each()).catch((error: unknown) => faults.push(error));
    }
    if (faults.length > 0) throw new AggregateError(faults, 'expected the hub to close, got faults');
  };
  try {
    const signer = await createFeedSigner(config.identity);
    await migrate(writes, migrations);
    const clock = new HubClock(await lastInstant(writes));
    const { roster, campaigns } = config;
    const directory = await openDirectory({ roster, campaigns, database: writes, logger });
    closing.push(() => directory.close());

    const writing: Writing = { database: writes, clock, phaseExists: (id) => directory.campaigns.phases.has(id) };
    const checkpoints = new Checkpoints({
      database: writes,
      keysOf: (process) => processKeys(process, config.auditKeys, directory.members.roster.participants),
      logger,
    });
    const feeds = new FeedReaders({
      writing,
      feeds: config.feeds,
      supergraph: config.supergraph,
      signer,
      checkpoints,
      logger,
    });
    closing.push(() => feeds.close());

    let served = hubSchema(directory.members);
    const server = await serveSubgraph({
      name: HUB,
      listen: config.listen,
      trust: config.trust,
      schema: served.schema,
      logger,
      routes: (app) => receiveCheckpoints(app, checkpoints),
      context: ({ caller, signal }) =>
        hubContext({
          caller,
          members: directory.members,
          database: reads,
          clock,
          campaigns: directory.campaigns,
          feeds,
          signal,
        }),
      health: () => ({
        sdl: createHash('sha256').update(served.sdl).digest('hex'),
        feeds: directory.members.reporting.map((participant) => {
          const { status, rejectsDropped } = feeds.of(participant);
          return { participant, state: status, rejectsDropped };
        }),
        campaigns: [...directory.campaigns.campaigns.keys()],
      }),
    });
    closing.push(() => server.close());

    await logDeparted(reads, directory.members, logger);
    await feeds.read(directory.members.reporting);
    await directory.follow({
      async membersChanged(members) {
        const next = hubSchema(members);
        await server.replaceSchema(next.schema);
        served = next;
        await logDeparted(reads, members, logger);
        await feeds.read(members.reporting);
      },
      async campaignsChanged({ phases }) {
        const taken = await retryWaiting(writing, [...phases.keys()]);
        if (taken > 0) logger.info({ taken }, 'Entries that waited for their phase were taken');
        const anew = await feeds.readDropped();
        if (anew.length > 0) logger.info({ participants: anew }, 'Feeds are read anew: more waited than was kept');
      },
    });
    return { url: server.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function lastInstant(database: ReturnType<typeof openDatabase<HubTables>>): Promise<number> {
  const { value } = await database
    .selectFrom('counter')
    .select('value')
    .where('name', '=', 'instant')
    .executeTakeFirstOrThrow();
  return Number(value);
}
