// What the entries of a page change: decided in memory, entry after entry, from what the hub knows of their cases.
// Written by write.ts.
import { createHash } from 'node:crypto';
import {
  type HubTables,
  type KnownCaseTable,
  NO_KILOGRAMS,
  type RejectTable,
  STILL,
  type StateColumns,
} from '../database/tables.ts';
import { type CaseChange, checkEntry, type FeedEntry } from './entry.ts';
import { keptOf } from './kept.ts';

/** Longest entry kept of those that cannot be taken, characters. */
const LONGEST_REJECT = 16_000;

export interface Reading {
  readonly participant: string;
  /** Number of this reading of the feed; a case that an older one left behind is compared, not just outdated. */
  readonly generation: number;
  /** Hub time, ISO. */
  readonly at: string;
  readonly phaseExists: (id: string) => boolean;
  /** Number of the next state. */
  nextState: () => number;
}

/** Rows to write. A case that changes several times in a page has all its states in `states`, and one head. */
export class Changes {
  readonly closed: number[] = [];
  readonly states = new Map<number, HubTables['head_history']>();
  readonly facts = {
    fact_drug: [] as HubTables['fact_drug'][],
    fact_taxon: [] as HubTables['fact_taxon'][],
    fact_transit: [] as HubTables['fact_transit'][],
    fact_country: [] as HubTables['fact_country'][],
    fact_quantity: [] as HubTables['fact_quantity'][],
  };
  /** By case id; null where the case is gone. */
  readonly heads = new Map<string, HubTables['head'] | null>();
  readonly known = new Map<string, KnownCaseTable>();
  readonly readers = new Map<string, readonly string[]>();
  readonly rejects = new Map<string, RejectTable>();
  /** By case id; null where nothing is staged any more. */
  readonly staged = new Map<string, string | null>();
  readonly #reading: Reading;
  readonly #before: ReadonlyMap<string, KnownCaseTable>;

  constructor(reading: Reading, before: ReadonlyMap<string, KnownCaseTable>) {
    this.#reading = reading;
    this.#before = before;
  }

  /** Takes what is to be taken of an entry, as it came. */
  take(value: unknown): void {
    const { participant, phaseExists } = this.#reading;
    const { entry, reason } = checkEntry(participant, value);
    if (entry === undefined) {
      this.#reject(value, reason, null);
      return;
    }
    const phase = entry.head?.phase ?? null;
    if (phase === null || phaseExists(phase)) this.#weigh(entry);
    else this.#reject(entry, 'head.phase: expected a phase that exists, got one that does not, or not yet', phase);
  }

  /** Takes an entry whatever the hub knows: it is the last word of a store that began anew. */
  force(value: unknown): void {
    const { entry } = checkEntry(this.#reading.participant, value);
    if (entry !== undefined) this.#apply(entry);
  }

  #weigh(entry: FeedEntry): void {
    const known = this.known.get(entry.caseId) ?? this.#before.get(entry.caseId);
    if (known === undefined || entry.revision > known.revision) {
      this.#apply(entry);
      return;
    }
    // Delivered again, or older.
    if (known.generation === this.#reading.generation) return;
    // Read anew from the start. The store may be another than before: its word stands, whatever its revisions.
    if (entry.revision < known.revision) {
      this.staged.set(entry.caseId, JSON.stringify(entry));
    } else if (digestOf(entry) === known.digest) {
      this.known.set(entry.caseId, { ...known, generation: this.#reading.generation });
      this.staged.set(entry.caseId, null);
    } else {
      this.#apply(entry);
    }
  }

  #apply(entry: FeedEntry): void {
    const { participant, generation } = this.#reading;
    const { caseId: id, revision } = entry;
    const before = this.known.get(id) ?? this.#before.get(id);
    if (before?.state != null) this.#close(before.state);
    const digest = digestOf(entry);
    let state: number | null = null;
    if (entry.deleted) {
      this.heads.set(id, null);
    } else {
      state = this.#open(entry);
      const { scope, participants } = entry.visibleTo;
      this.readers.set(id, scope === 'LISTED' ? participants : []);
    }
    const scope = entry.deleted ? (before?.scope ?? null) : entry.visibleTo.scope;
    this.known.set(id, { participant, id, revision, generation, state, digest, scope });
    this.staged.set(id, null);
  }

  #close(state: number): void {
    const ofThisPage = this.states.get(state);
    // Held for no time at all, but kept: the history has every state.
    if (ofThisPage !== undefined) ofThisPage.recorded_to = this.#reading.at;
    else this.closed.push(state);
  }

  #open(entry: CaseChange): number {
    const { participant, at, nextState } = this.#reading;
    const state = nextState();
    const columns = columnsOf(participant, state, entry);
    this.states.set(state, { ...columns, recorded_from: at, recorded_to: STILL });
    this.heads.set(entry.caseId, { ...columns, kilograms_order: columns.kilograms ?? NO_KILOGRAMS });
    const { drugs, taxa, transit, origin, seizedAt, destination, quantities } = entry.facts;
    const countries = new Set([origin, ...transit, seizedAt, destination].filter((each) => each !== null));
    this.facts.fact_drug.push(...drugs.map((drug) => ({ state, drug })));
    this.facts.fact_taxon.push(...taxa.map((taxon) => ({ state, taxon })));
    this.facts.fact_transit.push(...transit.map((country, position) => ({ state, position, country })));
    this.facts.fact_country.push(...[...countries].map((country) => ({ state, country })));
    this.facts.fact_quantity.push(...quantities.map((each, position) => ({ state, position, ...each })));
    return state;
  }

  #reject(value: unknown, reason: string, phase: string | null): void {
    const { participant, at } = this.#reading;
    const kept = phase === null ? keptOf(value) : value;
    const { caseId, revision } = Object(kept) as { caseId?: unknown; revision?: unknown };
    const entry = JSON.stringify(kept) ?? 'null';
    const digest = createHash('sha256').update(entry).digest('hex');
    this.rejects.set(digest, {
      participant,
      digest,
      case_id: typeof caseId === 'string' && !caseId.startsWith('[') ? caseId : null,
      revision: typeof revision === 'number' ? revision : null,
      reason,
      phase,
      entry: phase === null ? entry.slice(0, LONGEST_REJECT).toWellFormed() : entry,
      at,
    });
  }
}

/** Of the content: what was changed when does not count. */
function digestOf(entry: FeedEntry): string {
  const content = entry.deleted ? null : [entry.head, entry.facts, entry.visibleTo];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function columnsOf(
  participant: string,
  state: number,
  { caseId, revision, changedAt, head, facts }: CaseChange,
): StateColumns {
  const yearAlone = head.seizedIn.length === 4;
  return {
    state,
    participant,
    id: caseId,
    reference: head.reference,
    phase: head.phase,
    kind: head.kind,
    form: head.form,
    seized_in: head.seizedIn,
    seized_first: yearAlone ? `${head.seizedIn}-01` : head.seizedIn,
    seized_last: yearAlone ? `${head.seizedIn}-12` : head.seizedIn,
    reported_at: head.reportedAt,
    revision,
    changed_at: changedAt,
    provenance_source: head.provenance?.source ?? null,
    provenance_compiled_by: head.provenance?.compiledBy ?? null,
    provenance_url: head.provenance?.url ?? null,
    origin: facts.origin,
    seized_at: facts.seizedAt,
    destination: facts.destination,
    mode: facts.mode,
    via: JSON.stringify(facts.transit),
    kilograms: facts.kilograms,
  };
}
