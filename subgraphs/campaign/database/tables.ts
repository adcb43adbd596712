// Tables of the hub. Text for instants (ISO 8601, UTC, milliseconds, so that text order is time order), JSON as text.
// A state is one content of one case as the hub held it for a while; facts hang on the state, so that the current
// lists and the history read the same rows.
import type { ColumnType } from 'kysely';
import type { CaseForm, CaseKind, TransportMode, Unit } from '../generated/resolvers.ts';

/** `recorded_to` of a state that the hub still holds. */
export const STILL = '9999-12-31T23:59:59.999Z';

/** `kilograms_order` of a case without kilograms, so that it sorts last in every database. */
export const NO_KILOGRAMS = -1;

/** Who may know that a record exists: everyone, members of its phase, or readers by name. */
export type Scope = 'ALL' | 'PHASE' | 'LISTED';

/** Head and index facts of a case in one state. */
export interface StateColumns {
  /** Numbered by the hub over all cases. */
  state: number;
  participant: string;
  id: string;
  reference: string;
  phase: string | null;
  kind: CaseKind;
  form: CaseForm;
  /** YYYY-MM or YYYY. */
  seized_in: string;
  /** First and last month that `seized_in` may stand for: the same, but for a year alone. */
  seized_first: string;
  seized_last: string;
  reported_at: string;
  revision: number;
  changed_at: string;
  provenance_source: string | null;
  provenance_compiled_by: string | null;
  provenance_url: string | null;
  origin: string | null;
  seized_at: string | null;
  destination: string | null;
  mode: TransportMode | null;
  /** JSON array of the countries of transit, in the order of travel. */
  via: string;
  kilograms: number | null;
  /** Who might know of the case in this state; by name in `state_reader`. */
  scope: Scope;
}

/** Current cases: what is listed. */
export interface HeadTable extends StateColumns {
  kilograms_order: number;
}

/** Every state of every case, from when until when the hub held it, in hub time. */
export interface HeadHistoryTable extends StateColumns {
  recorded_from: string;
  recorded_to: string;
}

/** What the hub has taken of a case or a return, gone or not: an entry that is not newer changes nothing. */
export interface KnownCaseTable {
  participant: string;
  id: string;
  revision: number;
  /** Reading of the feed that last spoke of the case; a full re-reading begins a new one. */
  generation: number;
  /** State held now. Null where the case is gone. */
  state: number | null;
  /** SHA-256 of the content, to tell a new store's case from the one held. */
  digest: string;
  /** Who may know that the case exists, by its release now. Null where the hub never knew. */
  scope: Scope | null;
}

/** Readers by name where the scope is LISTED. */
export interface VisibleToTable {
  participant: string;
  id: string;
  reader: string;
}

export interface FeedTable {
  participant: string;
  /** Null at the start. */
  cursor: string | null;
  generation: number;
  /** 1 while the feed is read anew from its start, at the end of which unseen cases are gone. */
  rereading: number;
  last_seen: string | null;
  /** Failed readings since the last good one. */
  failures: number;
  /** Entries not taken and not kept either, because `reject` holds as many as it may: counted since the reading began. */
  rejects_dropped: number;
  /** 1 where entries that wait for their phase are among those: once it is there, the feed is to be read anew. */
  waiting_dropped: number;
}

/** Checkpoints of audit logs, as they came. Only ever added to. */
export interface AuditCheckpointTable {
  /** Name of the process that wrote the log and signed. */
  process: string;
  /** Id of the log. */
  log: string;
  /** Line that the checkpoint speaks of. */
  sequence: ColumnType<number | string, number, never>;
  /** Compact JWS. */
  checkpoint: string;
  received_at: string;
}

/** Entries that the hub did not take. */
export interface RejectTable {
  participant: string;
  /** SHA-256 of the entry. */
  digest: string;
  case_id: string | null;
  revision: number | null;
  reason: string;
  /** Set where the entry waits for this phase to appear. */
  phase: string | null;
  /** JSON of the entry, without the values of unknown fields: those may be above class N0. */
  entry: string;
  at: string;
}

/** During a full re-reading: the last entry of a case that is older than what the hub holds. */
export interface StagedTable {
  participant: string;
  id: string;
  entry: string;
}

/**
 * Every state of every statistical return, from when until when the hub held it: bulk counts, apart from cases. States
 * are numbered with those of cases, and `known_case` and `visible_to` hold what is known of either.
 */
export interface StatisticalReturnTable {
  state: number;
  participant: string;
  id: string;
  revision: number;
  changed_at: string;
  phase: string | null;
  /** YYYY-MM or YYYY. */
  period: string;
  period_first: string;
  period_last: string;
  kind: CaseKind;
  commodity: string;
  /** Drug, substance or taxon alone; null for other goods. */
  name: string | null;
  country: string | null;
  /** UNKNOWN where the return has no quantity. */
  unit: Unit;
  events: number | null;
  quantity: number | null;
  kilograms: number | null;
  reported_at: string;
  provenance_source: string | null;
  provenance_compiled_by: string | null;
  provenance_url: string | null;
  /** As of a case. */
  scope: Scope;
  recorded_from: string;
  recorded_to: string;
}

/** Roster and campaign files as last read without fault, for a start on a bad file. */
export interface LastGoodTable {
  kind: 'roster' | 'campaign';
  name: string;
  document: string;
}

export interface HubTables {
  head: HeadTable;
  head_history: HeadHistoryTable;
  fact_drug: { state: number; drug: string };
  fact_taxon: { state: number; taxon: string };
  fact_transit: { state: number; position: number; country: string };
  /** Countries that the case names anywhere on its way, without repeats. */
  fact_country: { state: number; country: string };
  fact_quantity: {
    state: number;
    position: number;
    commodity: string;
    unit: Unit;
    value: number | null;
    kilograms: number | null;
  };
  known_case: KnownCaseTable;
  visible_to: VisibleToTable;
  /** Readers by name of states whose scope is LISTED, as `visible_to` has them of the record now. */
  state_reader: { state: number; reader: string };
  feed: FeedTable;
  reject: RejectTable;
  audit_checkpoint: AuditCheckpointTable;
  staged: StagedTable;
  statistical_return: StatisticalReturnTable;
  last_good: LastGoodTable;
  /** `state`: last state numbered. `instant`: last instant recorded at, in milliseconds. */
  counter: { name: 'state' | 'instant'; value: ColumnType<number | string, number, number | string> };
}
