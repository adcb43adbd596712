// Rows that go into the stores together. The order makes any end safe: roster, campaign, then cases. A killed import has
// at most named participants and phases whose cases the next run brings.
import { type Roster, readRoster, reportingParticipants } from '#schema/roster/roster.ts';
import { type CampaignOptions, ensureCampaign } from './enrolment/campaign.ts';
import { enrol } from './enrolment/roster.ts';
import type { BuiltCase } from './record/build.ts';
import type { Stores } from './stores.ts';

export interface BatchOptions {
  /** Path of `participants.yaml`. */
  readonly roster: string;
  readonly campaign: CampaignOptions;
  readonly stores: Stores;
  readonly origin: { by: string; file?: string };
}

export class Batches {
  roster: Roster;
  imported = 0;
  unchanged = 0;
  readonly #options: BatchOptions;
  readonly #members = new Map<number, Set<string>>();
  #reporting: Set<string>;
  #waiting: BuiltCase[] = [];

  constructor(options: BatchOptions) {
    this.#options = options;
    this.roster = readRoster(options.roster);
    this.#reporting = codes(this.roster);
  }

  reports(code: string): boolean {
    return this.#reporting.has(code);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  add(built: BuiltCase): void {
    this.#waiting.push(built);
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    const lacking = batch.map(({ participant }) => participant).filter((code) => !this.reports(code));
    if (lacking.length > 0) {
      this.roster = await enrol(this.#options.roster, lacking);
      this.#reporting = codes(this.roster);
    }
    await this.#campaign(batch);
    for (const [participant, cases] of Map.groupBy(batch, (each) => each.participant)) {
      const store = await this.#options.stores.of(participant);
      const put = await store.put(
        cases.map(({ record }) => record),
        this.#options.origin,
      );
      this.imported += put.created + put.updated;
      this.unchanged += put.unchanged;
    }
  }

  /** Goes to the file only for what this import has not put there yet. */
  async #campaign(batch: readonly BuiltCase[]): Promise<void> {
    const lacking = new Map<number, Set<string>>();
    for (const { year, participant } of batch) {
      if (this.#members.get(year)?.has(participant) === true) continue;
      add(lacking, year, participant);
    }
    if (lacking.size === 0) return;
    await ensureCampaign(this.#options.campaign, lacking);
    for (const [year, members] of lacking) for (const code of members) add(this.#members, year, code);
  }
}

function codes(roster: Roster): Set<string> {
  return new Set(reportingParticipants(roster).map(({ code }) => code));
}

function add(to: Map<number, Set<string>>, year: number, code: string): void {
  const members = to.get(year);
  if (members) members.add(code);
  else to.set(year, new Set([code]));
}
