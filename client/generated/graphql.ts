/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/**
 * Which cases. Conditions on different fields are all to hold; within one field any value may. Class N0 only: what a
 * caller may not read, a caller may not filter or order by.
 */
export type CaseFilter = {
  destination?: Array<string> | null | undefined;
  /** Names of drugs or precursors, as on the code lists: another name there means the same, one that is not there is refused. */
  drug?: Array<string> | null | undefined;
  kind?: Array<CaseKind> | null | undefined;
  mode?: Array<TransportMode> | null | undefined;
  origin?: Array<string> | null | undefined;
  /** Codes of participants. */
  participant?: Array<string | number> | null | undefined;
  /** First month. */
  seizedFrom?: string | null | undefined;
  /** Last month. */
  seizedTo?: string | null | undefined;
  /** Taxa, by any name on the code list, or scientific names beyond it; a genus alone stands for every species in it. What is near a listed name and is none is refused. */
  taxon?: Array<string> | null | undefined;
  transit?: Array<string> | null | undefined;
};

/** Kinds of case. */
export type CaseKind =
  /** Drugs. */
  | 'DRUG'
  /** Anything else. */
  | 'OTHER'
  /** Precursors of drugs. */
  | 'PRECURSOR'
  /** Timber. */
  | 'TIMBER'
  /** Animals, plants and products listed by CITES, but for timber. */
  | 'WILDLIFE';

/** Orders of a list of cases. Ties are broken by id. */
export type CaseOrder =
  /** Largest kilogram equivalent first; cases without one last. */
  | 'KILOGRAMS_DESC'
  /** Latest reported first. */
  | 'REPORTED_DESC'
  /** Oldest month of seizure first; within a month, the first reported. */
  | 'SEIZED_ASC'
  /** Latest month of seizure first; within a month, the latest reported. */
  | 'SEIZED_DESC';

/** Appendices of CITES. */
export type CitesAppendix =
  /** Threatened with extinction: trade only in exceptional circumstances. */
  | 'I'
  /** Trade is controlled so that it does not threaten survival. */
  | 'II'
  /** Protected in at least one country that has asked for help. */
  | 'III';

/** Groups of drugs. Source: UNODC individual drug seizures. */
export type DrugGroup =
  /** Amphetamine-type stimulants: amphetamine, methamphetamine, MDMA, MDA. */
  | 'ATS'
  /** Cannabis: herb, resin, oil, plants, seeds. */
  | 'CANNABIS'
  /** Cocaine: hydrochloride, paste, leaf, crack. */
  | 'COCAINE'
  /** Ketamine. */
  | 'KETAMINE'
  /** New psychoactive substances. */
  | 'NPS'
  /** Opiates: heroin, opium, poppy, morphine. */
  | 'OPIATES'
  /** Any other drug. */
  | 'OTHER'
  /** Precursors reported with the drugs. */
  | 'PRECURSOR';

/** States of a feed. */
export type FeedStatus =
  /** Read to its end, and lately. */
  | 'CURRENT'
  /** Answering, but not yet read to its end, or not read lately. */
  | 'LATE'
  /** Not known: the figure was run again as of an instant that has passed. */
  | 'NOT_KNOWN'
  /** Not answering. */
  | 'UNREACHABLE';

/** Modes of transport. Source: UN/CEFACT Recommendation 19; its code stands behind each. */
export type TransportMode =
  /** Code 4. */
  | 'AIR'
  /** Code 7: pipeline, power line. */
  | 'FIXED_INSTALLATION'
  /** Code 8. */
  | 'INLAND_WATER'
  /** Code 5. */
  | 'MAIL'
  /** Code 1. */
  | 'MARITIME'
  /** Code 6. */
  | 'MULTIMODAL'
  /** Code 9: for example on foot, or found in store. */
  | 'NOT_APPLICABLE'
  /** Code 0. */
  | 'NOT_SPECIFIED'
  /** Code 2. */
  | 'RAIL'
  /** Code 3. */
  | 'ROAD';

/** Units of quantity. Amounts in different units are never added. */
export type Unit =
  /** Bag. */
  | 'BAG'
  /** Box, carton or crate. */
  | 'BOX'
  /** Cubic metre. */
  | 'CUBIC_METRE'
  /** Gram. */
  | 'GRAM'
  /** Living or dead animal, or plant, counted whole (CITES: number of specimens). */
  | 'HEAD'
  /** Kilogram. */
  | 'KILOGRAM'
  /** Litre. */
  | 'LITRE'
  /** Metre. */
  | 'METRE'
  /** Milligram. */
  | 'MILLIGRAM'
  /** Millilitre. */
  | 'MILLILITRE'
  /** Pair. */
  | 'PAIR'
  /** Piece. */
  | 'PIECE'
  /** Pound, avoirdupois: 0.45359237 kg. */
  | 'POUND'
  /** Set. */
  | 'SET'
  /** Shipment. */
  | 'SHIPMENT'
  /** Square metre. */
  | 'SQUARE_METRE'
  /** Tablet or capsule. */
  | 'TABLET'
  /** Tonne: 1,000 kg. */
  | 'TONNE'
  /** Not known. */
  | 'UNKNOWN';

export type CasePageQueryVariables = Exact<{
  campaign: string | number;
  number: number;
  filter?: CaseFilter | null | undefined;
  orderBy?: CaseOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CasePageQuery = { campaign: { phase: { cases: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<
          | { __typename: 'AustraliaCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'BangladeshCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'BruneiCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'CambodiaCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'ChinaCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'HongKongCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'IndiaCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'IndonesiaCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'KoreaCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'LaosCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'MalaysiaCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'MongoliaCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'MyanmarCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'NepalCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'NewZealandCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'PhilippinesCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'SingaporeCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'SriLankaCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'ThailandCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'VietnamCustomsCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'VietnamDrugPoliceCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
          | { __typename: 'VietnamEnvironmentPoliceCase', id: string, reference: string, kind: CaseKind, seizedIn: string, participant: { code: string, name: string }, provenance: { source: string, compiledBy: string | null } | null, seizures: Array<{ commodity:
                | { __typename: 'DrugCommodity', drug: string, group: DrugGroup }
                | { __typename: 'OtherCommodity', hsCode: string | null, description: string }
                | { __typename: 'PrecursorCommodity', substance: string }
                | { __typename: 'TimberCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
                | { __typename: 'WildlifeCommodity', taxon: string, term: string, appendix: CitesAppendix | null }
               | null, quantity: { value: number | null, unit: Unit, kilograms: number | null } | null }> | null, route: { origin: { country: string | null } | null, transit: Array<{ country: string | null }>, destination: { country: string | null } | null } | null }
        > } | null } | null } | null };

export type PhaseOverviewQueryVariables = Exact<{
  campaign: string | number;
  number: number;
  filter?: CaseFilter | null | undefined;
}>;


export type PhaseOverviewQuery = { campaign: { phase: { id: string, name: string, startsOn: string, endsOn: string | null, illustrative: boolean, reported: Array<{ measure: string, value: number, unit: string | null, comparedWith: string | null, change: number | null, source: string, publishedOn: string | null }>, statistics: { cutOff: string, windowFrom: string | null, windowTo: string | null, caseCount: number | null, changeOnPreviousPhase: number | null, coverage: Array<{ state: FeedStatus, lastSeen: string | null, participant: { code: string } }>, byKind: Array<{ key: string, label: string, cases: number | null, share: number | null }>, byParticipant: Array<{ key: string, label: string, cases: number | null }>, byMonth: Array<{ key: string, cases: number | null }>, flows: Array<{ origin: string | null, via: Array<string>, destination: string | null, cases: number, kilograms: number | null }> } | null } | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const CasePageDocument = new TypedDocumentString(`
    query CasePage($campaign: ID!, $number: Int!, $filter: CaseFilter, $orderBy: CaseOrder, $first: Int, $after: String) {
  campaign(code: $campaign) {
    phase(number: $number) {
      cases(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          __typename
          id
          reference
          kind
          seizedIn
          participant {
            code
            name
          }
          provenance {
            source
            compiledBy
          }
          seizures {
            commodity {
              __typename
              ... on DrugCommodity {
                drug
                group
              }
              ... on PrecursorCommodity {
                substance
              }
              ... on WildlifeCommodity {
                taxon
                term
                appendix
              }
              ... on TimberCommodity {
                taxon
                term
                appendix
              }
              ... on OtherCommodity {
                hsCode
                description
              }
            }
            quantity {
              value
              unit
              kilograms
            }
          }
          route {
            origin {
              country
            }
            transit {
              country
            }
            destination {
              country
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CasePageQuery, CasePageQueryVariables>;
export const PhaseOverviewDocument = new TypedDocumentString(`
    query PhaseOverview($campaign: ID!, $number: Int!, $filter: CaseFilter) {
  campaign(code: $campaign) {
    phase(number: $number) {
      id
      name
      startsOn
      endsOn
      illustrative
      reported {
        measure
        value
        unit
        comparedWith
        change
        source
        publishedOn
      }
      statistics(filter: $filter) {
        cutOff
        windowFrom
        windowTo
        caseCount
        changeOnPreviousPhase
        coverage {
          participant {
            code
          }
          state
          lastSeen
        }
        byKind {
          key
          label
          cases
          share
        }
        byParticipant {
          key
          label
          cases
        }
        byMonth {
          key
          cases
        }
        flows(top: 20) {
          origin
          via
          destination
          cases
          kilograms
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PhaseOverviewQuery, PhaseOverviewQueryVariables>;