// Follows the roster and the campaign files while the hub runs. A bad file keeps the last good one and is logged.
import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { CampaignFile } from '#schema/campaigns/campaign-file.ts';
import { campaignFiles, readCampaignFolder } from '#schema/campaigns/campaign-folder.ts';
import { ConfigurationError } from '#schema/configuration/read.ts';
import { type Watch, watchFiles } from '#schema/configuration/watch.ts';
import { type Roster, readRoster } from '#schema/roster/roster.ts';
import type { ServerLogger } from '#subgraphs/kit/server/logger.ts';
import type { HubTables } from '../database/tables.ts';
import { type Campaigns, campaignsOf, type Members, membersOf } from './directory.ts';
import { keepCampaigns, keepRoster, readLastGood } from './last-good.ts';

export interface Directory {
  /** As of now; replaced whole. */
  readonly members: Members;
  /** As of now; replaced whole. */
  readonly campaigns: Campaigns;
  /**
   * Begins to follow the files. The hooks are called after each change, with the new value in place;
   * `campaignsChanged` once at the beginning too.
   */
  follow(hooks: DirectoryHooks): Promise<void>;
  close(): void;
}

export interface DirectoryHooks {
  membersChanged(members: Members): Promise<void>;
  campaignsChanged(campaigns: Campaigns): Promise<void>;
}

export interface DirectoryOptions {
  readonly roster: string;
  /** Folder. */
  readonly campaigns: string;
  readonly database: Kysely<HubTables>;
  readonly logger: ServerLogger;
}

/** @throws ConfigurationError where the roster cannot be taken and none was ever good. */
export async function openDirectory(options: DirectoryOptions): Promise<Directory> {
  const { roster: rosterFile, campaigns: folder, database, logger } = options;
  const lastGood = await readLastGood(database);
  let members = membersOf(await takeRoster(lastGood.roster));
  let files = await takeCampaigns(lastGood.campaigns);
  let campaigns = campaignsOf(files.values());

  let hooks: DirectoryHooks | undefined;
  let watches: Watch[] = [];
  let turn: Promise<void> = Promise.resolve();
  return {
    get members() {
      return members;
    },
    get campaigns() {
      return campaigns;
    },
    async follow(given) {
      hooks = given;
      watches = [
        watchFiles(
          () => [rosterFile],
          () => inTurn(rosterChanged),
          failed,
        ),
        watchFiles(
          () => campaignFiles(folder),
          () => inTurn(campaignsChanged),
          failed,
        ),
      ];
      // The files may have changed between the first reading and the first look of the watches.
      await inTurn(rosterChanged);
      await inTurn(campaignsChanged);
    },
    close() {
      for (const watch of watches) watch.close();
    },
  };

  function failed(error: unknown): void {
    logger.error({ err: error }, 'A change of roster or campaigns was not taken');
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  async function takeRoster(before: Roster | undefined): Promise<Roster> {
    try {
      const roster = readRoster(rosterFile);
      await keepRoster(database, roster);
      return roster;
    } catch (error) {
      if (!(error instanceof ConfigurationError) || before === undefined) throw error;
      logger.error({ faults: error.faults }, 'The roster cannot be taken; the last good one stays');
      return before;
    }
  }

  async function takeCampaigns(before: ReadonlyMap<string, CampaignFile>): Promise<ReadonlyMap<string, CampaignFile>> {
    const reading = readCampaignFolder(folder, before);
    for (const fault of reading.faults) {
      logger.error({ fault: fault.message }, 'A campaign file cannot be taken; the last good one stays');
    }
    await keepCampaigns(database, reading.campaigns.values());
    return reading.campaigns;
  }

  async function rosterChanged(): Promise<void> {
    const taken = await takeRoster(members.roster);
    if (isDeepStrictEqual(taken, members.roster)) return;
    members = membersOf(taken);
    await hooks?.membersChanged(members);
  }

  async function campaignsChanged(): Promise<void> {
    files = await takeCampaigns(files);
    campaigns = campaignsOf(files.values());
    await hooks?.campaignsChanged(campaigns);
  }
}
