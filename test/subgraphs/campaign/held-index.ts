// A hub without server and feeds, for tests: its database in a folder of its own, entries taken by hand, queries
// executed on its schema.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import type { Kysely } from 'kysely';
import { campaignSchema } from '#schema/campaigns/campaign-file.ts';
import { type Roster, rosterSchema } from '#schema/roster/roster.ts';
import { HubClock } from '#subgraphs/campaign/clock.ts';
import { hubContext } from '#subgraphs/campaign/context.ts';
import { migrations } from '#subgraphs/campaign/database/migrations.ts';
import type { HubTables } from '#subgraphs/campaign/database/tables.ts';
import { campaignsOf, membersOf } from '#subgraphs/campaign/directory/directory.ts';
import { applyPage, feedRow, type Writing } from '#subgraphs/campaign/feed/apply.ts';
import type { ReaderState } from '#subgraphs/campaign/feed/reader.ts';
import { hubSchema } from '#subgraphs/campaign/schema.ts';
import { migrate } from '#subgraphs/kit/database/migrate.ts';
import { openDatabase } from '#subgraphs/kit/database/open.ts';
import type { GatewayCaller } from '#trust/assertion/index.ts';
import { GATEWAY_CALLER } from '../signing.ts';

export const ROSTER: Roster = rosterSchema.parse({
  participants: [
    { code: 'VN', name: 'Vietnam Customs', country: 'VN', kind: 'CUSTOMS', caseType: 'VietnamCustomsCase' },
    { code: 'TH', name: 'Thai Customs Department', country: 'TH', kind: 'CUSTOMS', caseType: 'ThailandCustomsCase' },
    { code: 'LA', name: 'Lao Customs Department', country: 'LA', kind: 'CUSTOMS', caseType: 'LaosCustomsCase' },
    { code: 'UNODC', name: 'United Nations Office on Drugs and Crime', kind: 'INTERNATIONAL_ORGANISATION' },
  ],
});

export const OMD = campaignSchema.parse({
  code: 'OMD',
  name: 'Operation Mekong Dragon',
  coInitiators: ['VN'],
  supporters: ['UNODC', 'NOWHERE'],
  phases: [
    { number: 5, name: 'V', startsOn: '2023-04-15', endsOn: '2023-11-16', participants: ['VN', 'TH', 'UNODC'] },
    { number: 4, name: 'IV', startsOn: '2022-04-15', endsOn: '2022-09-15', participants: ['VN'] },
    { number: 8, name: 'VIII', startsOn: '2026-04-15', illustrative: true, participants: ['LA'] },
  ],
});

export interface HeldIndex {
  readonly database: Kysely<HubTables>;
  readonly writing: Writing;
  /** SQL statements run by queries. */
  readonly statements: string[];
  /** Takes a page, cursor and all. Returns the number of entries not taken. */
  take(participant: string, entries: readonly unknown[], end?: boolean): Promise<number>;
  /** Data of a query that is expected to have no errors. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the test says.
  ask(query: string, variables?: Record<string, unknown>, caller?: GatewayCaller): Promise<any>;
  /** Message of the first error. */
  refused(
    query: string,
    variables?: Record<string, unknown>,
    signal?: AbortSignal,
    caller?: GatewayCaller,
  ): Promise<{ message: string; code: unknown }>;
  close(): Promise<void>;
}

export interface HeldIndexOptions {
  readonly roster?: Roster;
  readonly now?: () => number;
  readonly feeds?: Readonly<Record<string, ReaderState>>;
}

export async function openIndex({
  roster = ROSTER,
  now = Date.now,
  feeds = {},
}: HeldIndexOptions = {}): Promise<HeldIndex> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-index-'));
  const statements: string[] = [];
  const file = join(folder, 'hub.sqlite');
  const database = openDatabase<HubTables>({ file });
  // As in the hub: reading goes on beside a write.
  const reads = openDatabase<HubTables>({ file, log: (event) => void statements.push(event.query.sql) });
  await migrate(database, migrations);
  const clock = new HubClock(0, now);
  const campaigns = campaignsOf([OMD]);
  const writing: Writing = { database, clock, phaseExists: (id) => campaigns.phases.has(id) };
  const members = membersOf(roster);
  const { schema } = hubSchema(members);
  const unread: ReaderState = { status: 'LATE', lastSeen: null, cursor: null, failures: 0, rejectsDropped: 0 };
  const states = { of: (code: string) => feeds[code] ?? unread };
  const execute = (
    source: string,
    variableValues?: Record<string, unknown>,
    signal?: AbortSignal,
    caller: GatewayCaller = GATEWAY_CALLER,
  ) =>
    graphql({
      schema,
      source,
      contextValue: hubContext({ caller, members, database: reads, clock, campaigns, feeds: states, signal }),
      ...(variableValues === undefined ? {} : { variableValues }),
    });
  let page = 0;
  return {
    database,
    writing,
    statements,
    async take(participant, entries, end = true) {
      const { cursor: after } = await feedRow(database, participant);
      page += 1;
      const taken = await applyPage(writing, { participant, after, cursor: `page ${page}`, end, entries });
      return taken.rejected;
    },
    async ask(query, variables, caller) {
      const { data, errors } = await execute(query, variables, undefined, caller);
      if (errors !== undefined)
        throw new Error(errors.map(({ message, path }) => `${path?.join('.')}: ${message}`).join('\n'));
      // As it goes over the wire.
      return JSON.parse(JSON.stringify(data));
    },
    async refused(query, variables, signal, caller) {
      const { errors } = await execute(query, variables, signal, caller);
      const first = errors?.[0];
      if (first === undefined) throw new Error('expected the query to be refused, got an answer');
      return { message: first.message, code: first.extensions.code };
    },
    async close() {
      await reads.destroy();
      await database.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
