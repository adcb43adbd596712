// Reads the folder of campaign files. A bad file keeps what was last good of it, and costs no other campaign.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigurationError } from '../configuration/read.ts';
import { type CampaignFile, readCampaignFile } from './campaign-file.ts';

export interface FolderReading {
  /** By code: as read, or as last good where the file cannot be taken. */
  readonly campaigns: ReadonlyMap<string, CampaignFile>;
  /** One for each bad file. */
  readonly faults: readonly Error[];
}

/** Campaign files of the folder, by name; none where the folder does not exist yet. */
export function campaignFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .toSorted()
      .map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A campaign whose file is gone is gone. */
export function readCampaignFolder(folder: string, lastGood: ReadonlyMap<string, CampaignFile>): FolderReading {
  const campaigns = new Map<string, CampaignFile>();
  const faults: Error[] = [];
  for (const file of campaignFiles(folder)) {
    const code = basename(file, '.yaml');
    try {
      const campaign = readCampaignFile(file);
      if (campaign.code !== code) {
        throw new ConfigurationError([`${file}:1: code: expected ${code} as in the file's name, got ${campaign.code}`]);
      }
      campaigns.set(code, campaign);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(error);
      const before = lastGood.get(code);
      if (before !== undefined) campaigns.set(code, before);
    }
  }
  return { campaigns, faults };
}
