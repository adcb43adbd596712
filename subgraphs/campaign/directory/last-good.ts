// Configuration as it was last read without fault, kept in the database, so that a start on a bad file has it too.
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { type CampaignFile, campaignSchema } from '#schema/campaigns/campaign-file.ts';
import { type Roster, rosterSchema } from '#schema/roster/roster.ts';
import type { HubTables } from '../database/tables.ts';

const ROSTER = 'participants';

export interface LastGood {
  readonly roster: Roster | undefined;
  /** By code. */
  readonly campaigns: ReadonlyMap<string, CampaignFile>;
}

/** What an older version of this program kept and today's schema does not take is left out. */
export async function readLastGood(database: Kysely<HubTables>): Promise<LastGood> {
  const rows = await database.selectFrom('last_good').selectAll().execute();
  let roster: Roster | undefined;
  const campaigns = new Map<string, CampaignFile>();
  for (const { kind, document } of rows) {
    if (kind === 'roster') roster = parse(rosterSchema, document);
    const campaign = kind === 'campaign' ? parse(campaignSchema, document) : undefined;
    if (campaign !== undefined) campaigns.set(campaign.code, campaign);
  }
  return { roster, campaigns };
}

export async function keepRoster(database: Kysely<HubTables>, roster: Roster): Promise<void> {
  await keep(database, { kind: 'roster', name: ROSTER, document: JSON.stringify(roster) });
}

/** Keeps these campaigns and no other. */
export async function keepCampaigns(database: Kysely<HubTables>, campaigns: Iterable<CampaignFile>): Promise<void> {
  const rows = [...campaigns].map((each) => ({
    kind: 'campaign' as const,
    name: each.code,
    document: JSON.stringify(each),
  }));
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('last_good').where('kind', '=', 'campaign').execute();
    if (rows.length > 0) await transaction.insertInto('last_good').values(rows).execute();
  });
}

async function keep(database: Kysely<HubTables>, row: HubTables['last_good']): Promise<void> {
  await database
    .insertInto('last_good')
    .values(row)
    .onConflict((conflict) => conflict.columns(['kind', 'name']).doUpdateSet({ document: row.document }))
    .execute();
}

function parse<Schema extends z.ZodType>(schema: Schema, document: string): z.output<Schema> | undefined {
  return schema.safeParse(JSON.parse(document)).data;
}
