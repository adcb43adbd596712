// What the entries of a page change: decided in memory, entry after entry, from what the hub knows of their cases.
// Written by write.ts.
import { createHash } from 'node:crypto';
import { firstMonth, lastMonth } from '../cases/filter.ts';
import {
  type HubTables,
  type KnownCaseTable,
  NO_KILOGRAMS,
  type RejectTable,
  STILL,
  type StateColumns,
} from '../database/tables.ts';
import { type CaseChange, checkEntry, type FeedEntry, phaseOf, type ReturnChange, recordId } from './entry.ts';
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
  /** States of statistical returns; a state number is of a case or of a return. */
  readonly returns = new Map<number, HubTables['statistical_return']>();
  /** By case id; null where the case is gone. */
  readonly heads = new Map<string, HubTables['head'] | null>();
  readonly known = new Map<string, KnownCaseTable>();
  readonly readers = new Map<string, readonly string[]>();
  readonly stateReaders: HubTables['state_reader'][] = [];
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
    const phase = phaseOf(entry);
    if (phase === null || phaseExists(phase)) this.#weigh(entry);
    else this.#reject(entry, 'head.phase: expected a phase that exists, got one that does not, or not yet', phase);
  }

  /** Takes an entry whatever the hub knows: it is the last word of a store that began anew. */
  force(value: unknown): void {
    const { entry } = checkEntry(this.#reading.participant, value);
    if (entry !== undefined) this.#apply(entry);
  }

  #weigh(entry: FeedEntry): void {
    const id = recordId(entry);
    const known = this.known.get(id) ?? this.#before.get(id);
    if (known === undefined || entry.revision > known.revision) {
      this.#apply(entry);
      return;
    }
    // Delivered again, or older.
    if (known.generation === this.#reading.generation) return;
    // Read anew from the start. The store may be another than before: its word stands, whatever its revisions.
    if (entry.revision < known.revision) {
      this.staged.set(id, JSON.stringify(entry));
    } else if (digestOf(entry) === known.digest) {
      this.known.set(id, { ...known, generation: this.#reading.generation });
      this.staged.set(id, null);
    } else {
      this.#apply(entry);
    }
  }

  #apply(entry: FeedEntry): void {
    const { participant, generation } = this.#reading;
    const { revision } = entry;
    const id = recordId(entry);
    const before = this.known.get(id) ?? this.#before.get(id);
    if (before?.state != null) this.#close(before.state);
    const digest = digestOf(entry);
    let state: number | null = null;
    if (entry.deleted) {
      if ('caseId' in entry) this.heads.set(id, null);
    } else {
      state = 'returnId' in entry ? this.#openReturn(entry) : this.#open(entry);
      const { scope, participants } = entry.visibleTo;
      const readers = scope === 'LISTED' ? participants : [];
      this.readers.set(id, readers);
      for (const reader of readers) this.stateReaders.push({ state, reader });
    }
    const scope = entry.deleted ? (before?.scope ?? null) : entry.visibleTo.scope;
    this.known.set(id, { participant, id, revision, generation, state, digest, scope });
    this.staged.set(id, null);
  }

  #close(state: number): void {
    const ofThisPage = this.states.get(state) ?? this.returns.get(state);
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

  #openReturn(entry: ReturnChange): number {
    const { participant, at, nextState } = this.#reading;
    const state = nextState();
    this.returns.set(state, { ...returnColumns(participant, state, entry), recorded_from: at, recorded_to: STILL });
    return state;
  }

  #reject(value: unknown, reason: string, phase: string | null): void {
    const { participant, at } = this.#reading;
    const kept = phase === null ? keptOf(value) : value;
    const { caseId, returnId, revision } = Object(kept) as Readonly<Record<string, unknown>>;
    const id = caseId ?? returnId;
    const entry = JSON.stringify(kept) ?? 'null';
    const digest = createHash('sha256').update(entry).digest('hex');
    this.rejects.set(digest, {
      participant,
      digest,
      case_id: typeof id === 'string' && !id.startsWith('[') ? id : null,
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
  return createHash('sha256')
    .update(JSON.stringify(contentOf(entry)))
    .digest('hex');
}

function contentOf(entry: FeedEntry): unknown {
  if (entry.deleted) return null;
  return 'returnId' in entry ? [entry.content, entry.visibleTo] : [entry.head, entry.facts, entry.visibleTo];
}

function returnColumns(
  participant: string,
  state: number,
  { returnId, revision, changedAt, content, visibleTo }: ReturnChange,
): Omit<HubTables['statistical_return'], 'recorded_from' | 'recorded_to'> {
  const { period, provenance } = content;
  return {
    state,
    participant,
    id: returnId,
    revision,
    changed_at: changedAt,
    phase: content.phase,
    scope: visibleTo.scope,
    period,
    period_first: firstMonth(period),
    period_last: lastMonth(period),
    kind: content.kind,
    commodity: content.commodity,
    name: content.name,
    country: content.country,
    unit: content.unit ?? 'UNKNOWN',
    events: content.events,
    quantity: content.quantity,
    kilograms: content.kilograms,
    reported_at: content.reportedAt,
    provenance_source: provenance?.source ?? null,
    provenance_compiled_by: provenance?.compiledBy ?? null,
    provenance_url: provenance?.url ?? null,
  };
}

function columnsOf(
  participant: string,
  state: number,
  { caseId, revision, changedAt, head, facts, visibleTo }: CaseChange,
): StateColumns {
  return {
    state,
    participant,
    id: caseId,
    reference: head.reference,
    phase: head.phase,
    kind: head.kind,
    form: head.form,
    seized_in: head.seizedIn,
    seized_first: firstMonth(head.seizedIn),
    seized_last: lastMonth(head.seizedIn),
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
    scope: visibleTo.scope,
  };
}
