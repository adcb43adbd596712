// What the hub knows from files: who takes part (roster), and campaigns with their phases. A value: a change makes a
// new one, so that a request sees one state of the files from its beginning to its end.
import { type CampaignFile, type PhaseEntry, phaseId } from '#schema/campaigns/campaign-file.ts';
import { type Participant, type Roster, reportingParticipants } from '#schema/roster/roster.ts';

export type HeldParticipant = Participant;

export interface HeldCampaign extends CampaignFile {
  /** By number. */
  readonly held: readonly HeldPhase[];
}

export interface HeldPhase {
  /** For example `OMD-5`. */
  readonly id: string;
  readonly campaign: HeldCampaign;
  readonly entry: PhaseEntry;
}

export type HeldActivity = PhaseEntry['activities'][number];
export type HeldFigure = PhaseEntry['reported'][number];

/** Campaigns and phases, as one reading of the campaign files gave them. */
export interface Campaigns {
  /** By code, in the order of codes. */
  readonly campaigns: ReadonlyMap<string, HeldCampaign>;
  /** By id. */
  readonly phases: ReadonlyMap<string, HeldPhase>;
}

/** Everyone on the roster, as one reading of it gave them. */
export interface Members {
  readonly roster: Roster;
  /** By code, in the order of codes. */
  readonly participants: ReadonlyMap<string, Participant>;
  /** Codes of those who report cases, in order. */
  readonly reporting: readonly string[];
}

export function campaignsOf(files: Iterable<CampaignFile>): Campaigns {
  const campaigns = new Map<string, HeldCampaign>();
  const phases = new Map<string, HeldPhase>();
  for (const file of [...files].toSorted((one, other) => byText(one.code, other.code))) {
    const held: HeldPhase[] = [];
    const campaign: HeldCampaign = { ...file, held };
    for (const entry of file.phases.toSorted((one, other) => one.number - other.number)) {
      const phase = { id: phaseId(file.code, entry.number), campaign, entry };
      held.push(phase);
      phases.set(phase.id, phase);
    }
    campaigns.set(file.code, campaign);
  }
  return { campaigns, phases };
}

export function membersOf(roster: Roster): Members {
  const sorted = roster.participants.toSorted((one, other) => byText(one.code, other.code));
  return {
    roster,
    participants: new Map(sorted.map((each) => [each.code, each])),
    reporting: reportingParticipants({ participants: sorted }).map(({ code }) => code),
  };
}

/** The phase before in the same campaign, by number. */
export function phaseBefore({ campaign, entry }: HeldPhase): HeldPhase | undefined {
  return campaign.held.findLast((each) => each.entry.number < entry.number);
}

/** Those of `codes` that are on the roster, by code. A file may name one that the roster has not, or not yet. */
export function named(codes: Iterable<string>, { participants }: Members): Participant[] {
  const wanted = new Set(codes);
  return [...participants.values()].filter(({ code }) => wanted.has(code));
}

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
