// The tables of a participant's database. Dates and instants are ISO text, yes and no are 1 and 0, JSON is text.
import type { CaseRecord, Identifier, Seizure } from '../record/case-record.ts';

export interface StoreTables {
  store: StoreTable;
  cases: CaseTable;
  seizures: SeizureTable;
  places: PlaceTable;
  conveyance_identifiers: IdentifierColumns;
  suspects: SuspectTable;
  suspect_identifiers: IdentifierColumns & { suspect: number };
  release_audience: AudienceTable;
  returns: ReturnTable;
  revisions: RevisionTable;
  feed_readers: FeedReaderTable;
}

/** One row. A writer updates it first, so that writers take turns and change numbers follow the order of commits. */
export interface StoreTable {
  /** Always 1. */
  only: number;
  /** Random; names the store in cursors. */
  store_id: string;
  participant: string;
  /** Number of the last change committed; changes are numbered from 1 without gaps. */
  last_change: number;
  /** When that was; never goes back, even where the clock does. */
  last_changed_at: string;
}

/** How far a reader of the feed has come. */
export interface FeedReaderTable {
  service: string;
  change_number: number;
  read_at: string;
}

/** Head and scalars of each case that is not removed. */
export interface CaseTable {
  id: string;
  reference: string;
  phase: string | null;
  kind: CaseRecord['kind'];
  form: CaseRecord['form'];
  seized_on: string | null;
  seized_in: string;
  reported_at: string;
  revision: number;
  content_hash: string;
  provenance_source: string | null;
  provenance_compiled_by: string | null;
  provenance_url: string | null;
  /** 1 where the record has a route, be it empty. */
  has_route: number;
  transport_mode: NonNullable<CaseRecord['conveyance']>['mode'] | null;
  concealment_method: NonNullable<CaseRecord['concealment']>['method'] | null;
  concealment_description: string | null;
  detection_method: NonNullable<CaseRecord['detection']>['method'] | null;
  detection_description: string | null;
  narrative: string | null;
  narrative_class: 'N1' | 'P1' | null;
  /** 1 where the record has an outcome, be it empty. */
  has_outcome: number;
  arrests: number | null;
  charged: number | null;
  convicted: number | null;
  sanction: string | null;
  disposal: string | null;
  handling: CaseRecord['release']['handling'];
  restriction: string | null;
  tlp: CaseRecord['release']['tlp'];
  review_on: string | null;
  /** JSON. Class P2: read by no resolver. */
  sealed: string | null;
  /** JSON object, by name of the national field. */
  national: string | null;
}

export interface SeizureTable {
  case_id: string;
  position: number;
  commodity_type: Seizure['commodity']['type'];
  /** Drug, substance or taxon. */
  name: string | null;
  drug_group: string | null;
  precursor_table: string | null;
  appendix: string | null;
  term: string | null;
  hs_code: string | null;
  description: string | null;
  /** Null where the seizure has no quantity. */
  unit: NonNullable<Seizure['quantity']>['unit'] | null;
  value: number | null;
  kilograms: number | null;
  conversion: string | null;
  estimated_amount: number | null;
  estimated_currency: string | null;
}

export type PlaceRole = 'ORIGIN' | 'TRANSIT' | 'SEIZED_AT' | 'DESTINATION';

export interface PlaceTable {
  case_id: string;
  role: PlaceRole;
  /** Order of travel within the role. */
  position: number;
  country: string | null;
  locode: string | null;
  name: string | null;
  latitude: number | null;
  longitude: number | null;
}

export interface IdentifierColumns {
  case_id: string;
  position: number;
  kind: Identifier['kind'];
  value: string;
  /** 1 right, 0 wrong, null where the kind has no check. */
  valid: number | null;
}

export interface SuspectTable {
  case_id: string;
  position: number;
  role: string | null;
  nationality: string | null;
  name: string | null;
  date_of_birth: string | null;
  address: string | null;
  company: string | null;
}

export interface AudienceTable {
  case_id: string;
  participant: string;
}

/** Each statistical return that is not removed. Nothing but the feed and its owner reads one, so it is kept whole. */
export interface ReturnTable {
  id: string;
  phase: string | null;
  period: string;
  revision: number;
  content_hash: string;
  tlp: CaseRecord['release']['tlp'];
  /** JSON array of codes, sorted. */
  audience: string;
  /** JSON of the whole record. */
  record: string;
}

/** The log of changes: rows are added and never altered. */
export interface RevisionTable {
  change_number: number;
  subject: 'CASE' | 'RETURN';
  /** Id of the case or return: no two records share one, whatever they are. */
  case_id: string;
  revision: number;
  changed_at: string;
  changed_by: string;
  /** File that the change came from. */
  source_file: string | null;
  /** SHA-256 of the file, in hex. */
  source_digest: string | null;
  /** Row of the file as a spreadsheet counts it. */
  source_row: number | null;
  /** Name of the mapping that read the file. */
  source_mapping: string | null;
  /** What the file said, as two digests (by-hand.ts): the record may have kept what a person changed. */
  source_said: string | null;
  deleted: number;
  /** JSON for the feed, class N0: `{ head, facts }` of a case, the content of a return. Null for a removal. */
  entry: string | null;
  /** JSON of the whole record, sealed part included. Null for a removal. */
  record: string | null;
}
