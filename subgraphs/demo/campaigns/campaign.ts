// The demonstration campaign as data: its campaign file, and how many cases of each kind its phases count.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type CampaignFile, readCampaignFile } from '#schema/campaigns/campaign-file.ts';
import { readConfiguration } from '#schema/configuration/read.ts';

const CAMPAIGN = fileURLToPath(new URL('./OMD.yaml', import.meta.url));
const CASES = fileURLToPath(new URL('./OMD-cases.yaml', import.meta.url));

const count = z.int().nonnegative().default(0);

const counted = z.strictObject({
  number: z.int().positive(),
  counted: z.strictObject({ DRUG: count, PRECURSOR: count, WILDLIFE: count, TIMBER: count }),
  /** Last day of a case in a phase that is open. */
  until: z.iso.date().optional(),
});

export type CountedPhase = z.output<typeof counted>;

/** The campaign, checked. */
export function demonstrationCampaign(): CampaignFile {
  return readCampaignFile(CAMPAIGN);
}

/** Its campaign file, to be written as it is. */
export function demonstrationCampaignText(): string {
  return readFileSync(CAMPAIGN, 'utf8');
}

/** Cases to count, by number of the phase. */
export function countedPhases(): ReadonlyMap<number, CountedPhase> {
  const { phases } = readConfiguration(CASES, z.strictObject({ phases: z.array(counted) }));
  return new Map(phases.map((each) => [each.number, each]));
}
