// All cases of the demonstration, by participant. Deterministic: no clock, no chance but from a fixed seed.
import { phaseId } from '#schema/campaigns/campaign-file.ts';
import { type Roster, reportingParticipants } from '#schema/roster/roster.ts';
import type { CaseRecordInput } from '../kit/record/case-record.ts';
import { countedPhases, demonstrationCampaign } from './campaigns/campaign.ts';
import { readFlows } from './flows/flows.ts';
import { readCarriage } from './record/carriage.ts';
import { makeCase } from './record/make.ts';
import { withRecurrence } from './recurrence/recurrence.ts';
import { type Reporter, readReporters } from './reporters/reporters.ts';
import { scheduleOf } from './schedule/schedule.ts';

/**
 * The cases by participant's code, each participant's in the order of phases and days. Only members of a phase report to
 * it, and of them those that have a case type on the roster.
 * @throws Error where the roster lacks a member of the campaign, or a reporting member is unknown to the demonstration.
 */
export function demonstrationRecords(roster: Roster): Map<string, CaseRecordInput[]> {
  const { code: campaign, phases } = demonstrationCampaign();
  const counts = countedPhases();
  const flows = readFlows();
  const carriage = readCarriage();
  const byParticipant = new Map<string, CaseRecordInput[]>();
  for (const phase of phases) {
    const counted = counts.get(phase.number);
    if (counted === undefined) continue;
    const reporters = reportersOf(phase.participants, roster);
    const members = reporters.map((reporter) => reporter.code);
    const setting = { campaign, phase, members, flows, carriage };
    const made = scheduleOf(phase, counted, reporters).map((slot) => makeCase(slot, setting));
    for (const record of withRecurrence(made, phaseId(campaign, phase.number))) {
      const owner = record.id.slice(0, record.id.indexOf('-'));
      const own = byParticipant.get(owner);
      if (own) own.push(record);
      else byParticipant.set(owner, [record]);
    }
  }
  return byParticipant;
}

function reportersOf(members: readonly string[], roster: Roster): Reporter[] {
  const known = readReporters();
  const codes = new Set(roster.participants.map((each) => each.code));
  const missing = members.filter((code) => !codes.has(code));
  if (missing.length > 0)
    throw new Error(`expected the campaign's members on the roster, got none of ${missing.join(', ')}`);
  return reportingParticipants(roster).flatMap(({ code }) => {
    if (!members.includes(code)) return [];
    const reporter = known.get(code);
    if (reporter === undefined) throw new Error(`expected ${code} in reporters.yaml, got no entry`);
    return [reporter];
  });
}
