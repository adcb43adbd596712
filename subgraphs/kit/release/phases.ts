// Members and last day of reading of each phase, from the campaign files, followed while running. What is not known of a
// phase closes it: to nobody but the owner is anything above N0 read then.
import { accessUntil, type CampaignFile, phaseId } from '#schema/campaigns/campaign-file.ts';
import { campaignFiles, readCampaignFolder } from '#schema/campaigns/campaign-folder.ts';
import { watchFiles } from '#schema/configuration/watch.ts';
import type { ServerLogger } from '../server/logger.ts';

/** What a release is decided from of the phase that a record is reported to. */
export interface PhaseAccess {
  /** Codes. */
  readonly members: readonly string[];
  /** YYYY-MM-DD. Absent while the phase is open. */
  readonly accessUntil?: string | undefined;
}

export interface Phases {
  /** Of the phase with this id; null for a record that is reported to none. */
  of(phase: string | null): PhaseAccess;
}

const NONE: PhaseAccess = { members: [] };
/** Of a phase that no file tells of: its last day may have passed. */
const UNKNOWN: PhaseAccess = { members: [], accessUntil: '1970-01-01' };

/** As one reading of the files gave them. */
export function phasesOf(campaigns: Iterable<CampaignFile>): Phases {
  const phases = new Map<string, PhaseAccess>();
  for (const { code, phases: entries } of campaigns) {
    for (const entry of entries) {
      const until = accessUntil(entry);
      phases.set(phaseId(code, entry.number), {
        members: entry.participants,
        ...(until === undefined ? {} : { accessUntil: until }),
      });
    }
  }
  return { of: (phase) => (phase === null ? NONE : (phases.get(phase) ?? UNKNOWN)) };
}

export interface FollowedPhases {
  /** As of now; replaced whole, so that a request keeps those it began with. */
  readonly current: Phases;
  close(): void;
}

/**
 * Follows the folder of campaign files. A bad file keeps what was last good of it; one that is gone closes its phases.
 * @param folder undefined where none is configured: then no phase is known.
 */
export function followPhases(folder: string | undefined, logger: ServerLogger): FollowedPhases {
  if (folder === undefined) {
    logger.warn('No campaigns are configured: nobody is a member, and others read nothing above class N0');
    return { current: phasesOf([]), close() {} };
  }
  let files: ReadonlyMap<string, CampaignFile> = new Map();
  let current = phasesOf([]);
  const failed = (error: unknown) => logger.error({ err: error, folder }, 'A change of the campaigns was not taken');
  const read = () => {
    const { campaigns, faults } = readCampaignFolder(folder, files);
    for (const { message } of faults) {
      logger.error({ fault: message }, 'A campaign file cannot be taken; the last good one stays, where there is one');
    }
    files = campaigns;
    current = phasesOf(files.values());
  };
  const watch = watchFiles(() => filesOf(folder, failed), read, failed);
  try {
    read();
  } catch (error) {
    failed(error);
  }
  return {
    get current() {
      return current;
    },
    close: () => watch.close(),
  };
}

/** A folder that cannot be read has no files: the reading that follows says why. */
function filesOf(folder: string, failed: (error: unknown) => void): readonly string[] {
  try {
    return campaignFiles(folder);
  } catch (error) {
    failed(error);
    return [];
  }
}
