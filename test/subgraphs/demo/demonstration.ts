// The demonstration as the tests look at it: generated once a file.
import { fileURLToPath } from 'node:url';
import { readRoster } from '#schema/roster/roster.ts';
import { demonstrationCampaign } from '#subgraphs/demo/campaigns/campaign.ts';
import { demonstrationRecords } from '#subgraphs/demo/records.ts';
import type { CaseRecordInput, Identifier } from '#subgraphs/kit/record/case-record.ts';

export const roster = readRoster(fileURLToPath(new URL('../../../schema/participants.yaml', import.meta.url)));
export const campaign = demonstrationCampaign();
export const byParticipant = demonstrationRecords(roster);
export const records: readonly CaseRecordInput[] = [...byParticipant.values()].flat();

export function phase(number: number) {
  const found = campaign.phases.find((each) => each.number === number);
  if (!found) throw new Error(`expected phase ${number}`);
  return found;
}

export function casesOf(number: number): CaseRecordInput[] {
  return records.filter((record) => record.phase === `OMD-${number}`);
}

export function ownerOf(record: CaseRecordInput): string {
  return record.id.slice(0, record.id.indexOf('-'));
}

export function identifiersOf(record: CaseRecordInput): Identifier[] {
  return [
    ...(record.conveyance?.identifiers ?? []),
    ...(record.suspects ?? []).flatMap((suspect) => suspect.identifiers ?? []),
  ];
}
