// Rows that go into the stores together. The order makes any end safe: roster, campaign, then records. A killed import has
// at most named participants and phases whose cases the next run brings.
import { type Roster, readRoster, reportingParticipants } from '#schema/roster/roster.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import type { ReturnRecordInput } from '#subgraphs/kit/record/return-record.ts';
import type { Origin } from '#subgraphs/kit/store/change.ts';
import { CaseRecordError } from '#subgraphs/kit/store/check.ts';
import { type CampaignOptions, ensureCampaign } from './enrolment/campaign.ts';
import { enrol } from './enrolment/roster.ts';
import type { Built } from './record/build.ts';
import type { IntakeStore, Stores } from './stores.ts';
import type { TableRow } from './table/table.ts';

/** Rows that are written together, at most. */
const MOST_ROWS = 2_000;
/** Characters of those rows; the row that goes beyond is among them. A record is held several times while it is written. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

export interface BatchOptions {
  /** Path of `participants.yaml`. */
  readonly roster: string;
  readonly campaign: CampaignOptions;
  readonly stores: Stores;
  /** What the rows become: the store keeps cases and returns apart. */
  readonly record: 'case' | 'return';
  readonly origin: Origin;
}

/** A row with the record that it became. */
export interface Waiting extends Built {
  readonly row: TableRow;
  /** Another row of the file is the same in every cell: this one writes nothing. */
  readonly repeats: boolean;
}

/** A row that its store could not take. */
export interface Refused {
  readonly waiting: Waiting;
  /** What was expected and got. */
  readonly reason: string;
}

export class Batches {
  roster: Roster;
  imported = 0;
  unchanged = 0;
  /** Of those, records that stay as a person changed them since. */
  kept = 0;
  readonly #options: BatchOptions;
  readonly #members = new Map<number, Set<string>>();
  #reporting: Set<string>;
  #waiting: Waiting[] = [];
  #characters = 0;

  constructor(options: BatchOptions) {
    this.#options = options;
    this.roster = readRoster(options.roster);
    this.#reporting = codes(this.roster);
  }

  reports(code: string): boolean {
    return this.#reporting.has(code);
  }

  /** Codes of all who report. */
  get reporting(): string[] {
    return [...this.#reporting];
  }

  /** Whether it is time to write: rows enough to pay for the disk, few and short enough to bound the memory. */
  get full(): boolean {
    return this.#waiting.length >= MOST_ROWS || this.#characters >= MOST_CHARACTERS;
  }

  add(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#characters += waiting.row.raw.length;
  }

  /** Writes what waits. Returns what no store took, in the order of the file within a participant. */
  async flush(): Promise<Refused[]> {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#characters = 0;
    if (batch.length === 0) return [];
    const lacking = batch.map(({ participant }) => participant).filter((code) => !this.reports(code));
    if (lacking.length > 0) {
      this.roster = await enrol(this.#options.roster, lacking);
      this.#reporting = codes(this.roster);
    }
    const refused: Refused[] = [];
    const taken: Waiting[] = [];
    for (const [participant, cases] of Map.groupBy(batch, (each) => each.participant)) {
      const held = await this.#heldElsewhere(await this.#options.stores.of(participant), cases);
      for (const waiting of cases) {
        const reason = held.get(waiting.record.id);
        if (reason !== undefined) refused.push({ waiting, reason });
        else if (waiting.repeats) this.unchanged++;
        else taken.push(waiting);
      }
    }
    await this.#campaign(taken);
    for (const [participant, cases] of Map.groupBy(taken, (each) => each.participant))
      refused.push(...(await this.#put(await this.#options.stores.of(participant), cases)));
    return refused;
  }

  /** Why not, by id: a record belongs to one campaign, and no import moves it. */
  async #heldElsewhere(store: IntakeStore, cases: readonly Waiting[]): Promise<Map<string, string>> {
    const { code } = this.#options.campaign;
    const ids = [...new Set(cases.map(({ record }) => record.id))];
    const held = this.#options.record === 'return' ? await store.returns(ids) : await store.cases(ids);
    return new Map(
      held.flatMap(({ id, phase }) => {
        const campaign = phase?.replace(/-\d+$/, '');
        return campaign === undefined || campaign === code
          ? []
          : [
              [
                id,
                `expected a ${this.#options.record} of the campaign ${code}, or a new one, got ${id} of the campaign ${campaign}`,
              ],
            ];
      }),
    );
  }

  /** All in one transaction; where the store refuses a record, one by one, so that the others come in. */
  async #put(store: IntakeStore, cases: readonly Waiting[]): Promise<Refused[]> {
    try {
      const put = await this.#write(store, cases);
      this.imported += put.created + put.updated;
      this.unchanged += put.unchanged;
      this.kept += put.kept ?? 0;
      return [];
    } catch (error) {
      if (!(error instanceof CaseRecordError)) throw error;
      const [waiting, ...others] = cases;
      if (waiting !== undefined && others.length === 0) return [{ waiting, reason: error.faults.join('; ') }];
    }
    const refused: Refused[] = [];
    for (const each of cases) refused.push(...(await this.#put(store, [each])));
    return refused;
  }

  #write(store: IntakeStore, built: readonly Waiting[]): ReturnType<IntakeStore['put']> {
    const origin = { ...this.#options.origin, rows: new Map(built.map(({ record, row }) => [record.id, row.number])) };
    const records = built.map(({ record }) => record);
    // One mapping makes one kind of record.
    if (this.#options.record === 'return') return store.putReturns(records as ReturnRecordInput[], origin);
    return store.put(records as CaseRecordInput[], origin);
  }

  /** Goes to the file only for what this import has not put there yet. */
  async #campaign(batch: readonly Built[]): Promise<void> {
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
