// Where the records of one participant are, for the commands that enter and change them: its store, its phases, who acts.
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { phaseId } from '#schema/campaigns/campaign-file.ts';
import { readCampaignFolder } from '#schema/campaigns/campaign-folder.ts';
import { readRoster, reportingParticipants } from '#schema/roster/roster.ts';
import type { EntryPlace } from '#subgraphs/intake/entry/records.ts';
import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { type DataFolder, dataFolder } from '../data-folder.ts';
import { prepareRoster } from '../start/prepare.ts';
import { UsageError } from '../usage-error.ts';

export interface CasePlace extends EntryPlace {
  readonly store: CaseStore;
  readonly folder: DataFolder;
}

/** Runs `work` on the store of the participant; closes it. @throws UsageError where the roster has no such participant. */
export async function atParticipant<Result>(
  code: string,
  work: (place: CasePlace) => Promise<Result>,
): Promise<Result> {
  const folder = dataFolder();
  prepareRoster(folder);
  const codes = reportingParticipants(readRoster(folder.roster)).map((each) => each.code);
  if (!codes.includes(code))
    throw new UsageError(`expected a participant that reports cases (${codes.join(' ')}), got ${code}`);
  const store = await openCaseStore({ participant: code, file: folder.participantDatabase(code) });
  try {
    const phases = phasesIn(folder);
    return await work({ store, folder, phases, origin: { by: userInfo().username } });
  } finally {
    await store.close();
  }
}

/** As `atParticipant`, for the participant that an id begins with. */
export function atRecord<Result>(id: string, work: (place: CasePlace) => Promise<Result>): Promise<Result> {
  const code = /^([A-Z][A-Z0-9]{1,15})-./.exec(id)?.[1];
  if (code === undefined) throw new UsageError(`expected an id such as VN-1a2b3c, got ${JSON.stringify(id)}`);
  return atParticipant(code, work);
}

/** Codes of participants whose store exists in this data folder. */
export function participantsWithStore(): string[] {
  const folder = dataFolder();
  prepareRoster(folder);
  return reportingParticipants(readRoster(folder.roster))
    .map(({ code }) => code)
    .filter((code) => existsSync(folder.participantDatabase(code)));
}

/** A file that cannot be read costs its own phases. */
function phasesIn(folder: DataFolder): Map<string, readonly string[]> {
  const { campaigns } = readCampaignFolder(folder.campaigns, new Map());
  return new Map(
    [...campaigns.values()].flatMap(({ code, phases }) =>
      phases.map(({ number, participants }) => [phaseId(code, number), participants] as const),
    ),
  );
}
