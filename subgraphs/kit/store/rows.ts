// A checked record as rows of the tables. Absent is null.
import type { CaseRecord, Commodity, Identifier, Place } from '../record/case-record.ts';
import { type AssessedSeizure, assessIdentifier } from './assess.ts';
import type { CaseTable, IdentifierColumns, PlaceRole, PlaceTable, SeizureTable, StoreTables } from './tables.ts';

/** The rows of cases, by table; children come after their case. */
export interface CaseRows {
  readonly cases: CaseTable[];
  readonly seizures: SeizureTable[];
  readonly places: PlaceTable[];
  readonly conveyance_identifiers: IdentifierColumns[];
  readonly suspects: StoreTables['suspects'][];
  readonly suspect_identifiers: StoreTables['suspect_identifiers'][];
  readonly release_audience: StoreTables['release_audience'][];
}

export function noRows(): CaseRows {
  return {
    cases: [],
    seizures: [],
    places: [],
    conveyance_identifiers: [],
    suspects: [],
    suspect_identifiers: [],
    release_audience: [],
  };
}

/** Adds the rows of one record. */
export function addRows(
  rows: CaseRows,
  record: CaseRecord,
  seizures: readonly AssessedSeizure[],
  revision: number,
  contentHash: string,
): void {
  const caseId = record.id;
  rows.cases.push(caseRow(record, revision, contentHash));
  rows.seizures.push(...seizures.map((seizure, position) => seizureRow(caseId, position, seizure)));
  rows.places.push(...placeRows(record));
  rows.conveyance_identifiers.push(...identifierRows(caseId, record.conveyance?.identifiers ?? []));
  for (const [position, suspect] of record.suspects.entries()) {
    rows.suspects.push({
      case_id: caseId,
      position,
      role: suspect.role ?? null,
      nationality: suspect.nationality ?? null,
      name: suspect.name ?? null,
      date_of_birth: suspect.dateOfBirth ?? null,
      address: suspect.address ?? null,
      company: suspect.company ?? null,
    });
    const identifiers = identifierRows(caseId, suspect.identifiers);
    rows.suspect_identifiers.push(...identifiers.map((row) => ({ ...row, suspect: position })));
  }
  rows.release_audience.push(...record.release.audience.map((participant) => ({ case_id: caseId, participant })));
}

function caseRow(record: CaseRecord, revision: number, contentHash: string): CaseTable {
  const { provenance, concealment, detection, narrative, outcome, release } = record;
  return {
    id: record.id,
    reference: record.reference,
    phase: record.phase ?? null,
    kind: record.kind,
    form: record.form,
    seized_on: record.seizedOn ?? null,
    seized_in: record.seizedIn,
    reported_at: record.reportedAt,
    revision,
    content_hash: contentHash,
    provenance_source: provenance?.source ?? null,
    provenance_compiled_by: provenance?.compiledBy ?? null,
    provenance_url: provenance?.url ?? null,
    has_route: record.route === undefined ? 0 : 1,
    transport_mode: record.conveyance?.mode ?? null,
    concealment_method: concealment?.method ?? null,
    concealment_description: concealment?.description ?? null,
    detection_method: detection?.method ?? null,
    detection_description: detection?.description ?? null,
    narrative: narrative?.text ?? null,
    narrative_class: narrative?.class ?? null,
    has_outcome: outcome === undefined ? 0 : 1,
    arrests: outcome?.arrests ?? null,
    charged: outcome?.charged ?? null,
    convicted: outcome?.convicted ?? null,
    sanction: outcome?.sanction ?? null,
    disposal: outcome?.disposal ?? null,
    handling: release.handling,
    restriction: release.restriction ?? null,
    tlp: release.tlp,
    review_on: release.reviewOn ?? null,
    sealed: record.sealed === undefined ? null : JSON.stringify(record.sealed),
    national: record.national === undefined ? null : JSON.stringify(record.national),
  };
}

function seizureRow(caseId: string, position: number, { seizure, equivalent }: AssessedSeizure): SeizureTable {
  const { commodity, quantity, estimatedValue } = seizure;
  return {
    case_id: caseId,
    position,
    ...commodityColumns(commodity),
    unit: quantity?.unit ?? null,
    value: quantity?.value ?? null,
    kilograms: equivalent?.kilograms ?? null,
    conversion: equivalent?.conversion ?? null,
    estimated_amount: estimatedValue?.amount ?? null,
    estimated_currency: estimatedValue?.currency ?? null,
  };
}

type CommodityColumns = Pick<
  SeizureTable,
  'commodity_type' | 'name' | 'drug_group' | 'precursor_table' | 'appendix' | 'term' | 'hs_code' | 'description'
>;

function commodityColumns(commodity: Commodity): CommodityColumns {
  const columns: CommodityColumns = {
    commodity_type: commodity.type,
    name: null,
    drug_group: null,
    precursor_table: null,
    appendix: null,
    term: null,
    hs_code: null,
    description: commodity.description ?? null,
  };
  switch (commodity.type) {
    case 'DRUG':
      return { ...columns, name: commodity.drug, drug_group: commodity.group };
    case 'PRECURSOR':
      return { ...columns, name: commodity.substance, precursor_table: commodity.table ?? null };
    case 'OTHER':
      return { ...columns, hs_code: commodity.hsCode ?? null };
    default:
      return { ...columns, name: commodity.taxon, appendix: commodity.appendix ?? null, term: commodity.term };
  }
}

function placeRows({ id, route }: CaseRecord): PlaceTable[] {
  if (route === undefined) return [];
  const row = (role: PlaceRole, position: number, place: Place): PlaceTable => ({
    case_id: id,
    role,
    position,
    country: place.country ?? null,
    locode: place.locode ?? null,
    name: place.name ?? null,
    latitude: place.latitude ?? null,
    longitude: place.longitude ?? null,
  });
  const one = (role: PlaceRole, place: Place | undefined) => (place === undefined ? [] : [row(role, 0, place)]);
  return [
    ...one('ORIGIN', route.origin),
    ...route.transit.map((place, position) => row('TRANSIT', position, place)),
    ...one('SEIZED_AT', route.seizedAt),
    ...one('DESTINATION', route.destination),
  ];
}

function identifierRows(caseId: string, identifiers: readonly Identifier[]): IdentifierColumns[] {
  return identifiers.map((identifier, position) => ({
    case_id: caseId,
    position,
    kind: identifier.kind,
    value: identifier.value,
    valid: assessIdentifier(identifier),
  }));
}
