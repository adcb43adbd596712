// Participants that left the roster while the hub holds cases of theirs.
import type { Kysely } from 'kysely';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import type { HubTables } from '../database/tables.ts';
import type { Members } from './directory.ts';

/** Their cases stay in the database and are left out of lists and counts: without the roster they have no type. */
export async function logDeparted(
  database: Kysely<HubTables>,
  { reporting }: Members,
  logger: ServerLogger,
): Promise<void> {
  const feeds = await database.selectFrom('feed').select('participant').orderBy('participant').execute();
  const departed = feeds.map(({ participant }) => participant).filter((code) => !reporting.includes(code));
  if (departed.length > 0) {
    logger.warn({ departed }, 'Cases of participants that are no longer on the roster are left out');
  }
}
