// Seeds the demonstration: each participant's cases into its own store, then the campaign file. Interrupted and run again,
// it completes: what a store has already is left alone.
import type { Roster } from '#schema/roster/roster.ts';
import type { CaseRecordInput } from '../kit/record/case-record.ts';
import { demonstrationCampaign, demonstrationCampaignText } from './campaigns/campaign.ts';
import { demonstrationRecords } from './records.ts';

/** What of a participant's `CaseStore` the seeding uses. */
export interface SeedableStore {
  put(
    records: readonly CaseRecordInput[],
    origin: { by: string; file?: string },
  ): Promise<{ created: number; updated: number; unchanged: number }>;
  close(): Promise<void>;
}

export interface SeedOptions {
  readonly roster: Roster;
  /** Opens the store of one participant; it is closed here when its cases are in. */
  readonly openStore: (participant: string) => Promise<SeedableStore>;
  /** Writes the campaign file, for example as `campaigns/OMD.yaml`. */
  readonly writeCampaign: (code: string, text: string) => Promise<void> | void;
  readonly log?: (line: string) => void;
}

export interface Seeded {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** Changes with the records that the same seeding makes; a data folder that holds another version was seeded otherwise. */
export const SEED_VERSION = 1;

/** Cases a transaction: enough to be fast, few enough that another writer of the store gets in between. */
const BATCH = 500;

/**
 * Seeds the demonstration into the stores.
 * @returns how many cases are new, changed and as they were, over all participants.
 */
export async function seedDemonstration(options: SeedOptions): Promise<Seeded> {
  const { roster, openStore, writeCampaign, log } = options;
  const records = demonstrationRecords(roster);
  const total = { created: 0, updated: 0, unchanged: 0 };
  for (const [participant, own] of records) {
    const store = await openStore(participant);
    try {
      for (let start = 0; start < own.length; start += BATCH) {
        const done = await store.put(own.slice(start, start + BATCH), { by: 'demonstration' });
        total.created += done.created;
        total.updated += done.updated;
        total.unchanged += done.unchanged;
      }
    } finally {
      await store.close();
    }
    log?.(`seeded ${participant}: ${own.length} cases`);
  }
  // Last, so that a campaign file that is there says that the seeding is whole.
  await writeCampaign(demonstrationCampaign().code, demonstrationCampaignText());
  return total;
}
