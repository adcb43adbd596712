// A selection of every field of a case, and what the full record answers to it.
import { fullRecord } from '../full-record.ts';

const PLACE = '{ country locode name latitude longitude }';
const IDENTIFIER = '{ kind value valid }';

export const EVERY_FIELD = `{
  __typename id seizedOn
  seizures {
    commodity {
      __typename
      ... on DrugCommodity { drug group description }
      ... on PrecursorCommodity { substance table description }
      ... on WildlifeCommodity { taxon appendix term description }
      ... on TimberCommodity { taxon appendix term description }
      ... on OtherCommodity { hsCode words: description }
    }
    quantity { value unit kilograms conversion }
    estimatedValue { amount currency }
  }
  route { origin ${PLACE} transit ${PLACE} seizedAt ${PLACE} destination ${PLACE} }
  conveyance { mode identifiers ${IDENTIFIER} }
  concealment { method description }
  detection { method description }
  narrative
  suspects { role nationality name dateOfBirth identifiers ${IDENTIFIER} address company }
  outcome { arrests charged convicted sanction disposal }
  release { handling tlp audience reviewOn withheld { field rule askAt } }
  provincialDepartment
  handedOver { to on }
}`;

const NOWHERE = { country: null, locode: null, name: null, latitude: null, longitude: null };
const [courier, consignee] = fullRecord.suspects;
const { origin, transit, seizedAt, destination } = fullRecord.route;

/** The part that does not depend on the release rule. */
export const openFields = {
  __typename: 'VietnamCustomsCase',
  id: fullRecord.id,
  seizedOn: '2023-06-14',
  seizures: [
    {
      commodity: { __typename: 'DrugCommodity', drug: 'methamphetamine', group: 'ATS', description: 'crystals' },
      quantity: { value: 2500, unit: 'GRAM', kilograms: 2.5, conversion: 'gram' },
      estimatedValue: { amount: 120_000.5, currency: 'USD' },
    },
    {
      commodity: {
        __typename: 'PrecursorCommodity',
        substance: 'pseudoephedrine',
        table: 'TABLE_I',
        description: 'powder',
      },
      quantity: { value: 3, unit: 'LITRE', kilograms: 3, conversion: 'litre-1kg' },
      estimatedValue: null,
    },
    {
      commodity: {
        __typename: 'WildlifeCommodity',
        taxon: 'Manis javanica',
        appendix: 'I',
        term: 'SCA',
        description: 'scales',
      },
      quantity: { value: null, unit: 'UNKNOWN', kilograms: null, conversion: null },
      estimatedValue: null,
    },
    {
      commodity: {
        __typename: 'TimberCommodity',
        taxon: 'Dalbergia cochinchinensis',
        appendix: 'II',
        term: 'LOG',
        description: 'logs',
      },
      quantity: { value: 1.25, unit: 'CUBIC_METRE', kilograms: null, conversion: null },
      estimatedValue: null,
    },
    {
      commodity: { __typename: 'OtherCommodity', hsCode: '240220', words: 'cigarettes' },
      quantity: null,
      estimatedValue: null,
    },
  ],
  route: {
    origin,
    transit: transit.map((place) => ({ ...NOWHERE, ...place })),
    seizedAt: { ...NOWHERE, ...seizedAt },
    destination: { ...NOWHERE, ...destination },
  },
  conveyance: {
    mode: 'MARITIME',
    identifiers: [
      { kind: 'CONTAINER', value: 'CSQU3054383', valid: true },
      { kind: 'CONTAINER', value: 'CSQU3054384', valid: false },
      { kind: 'SEAL', value: 'S-1', valid: null },
    ],
  },
  concealment: { method: 'CONTAINER_STRUCTURE', description: 'in the floor' },
  detection: { method: 'SCANNING', description: 'odd density' },
  outcome: { arrests: 2, charged: 1, convicted: 0, sanction: 'ten years', disposal: 'burnt' },
  provincialDepartment: 'Ha Tinh',
  handedOver: { to: 'C04', on: '2023-06-15' },
};

/** The suspects where class P1 is released. */
export const nominalSuspects = [
  {
    ...courier,
    identifiers: [
      { kind: 'PHONE', value: '+85620000001', valid: true },
      { kind: 'TRAVEL_DOCUMENT', value: 'L898902C36', valid: true },
    ],
  },
  {
    role: consignee.role,
    nationality: null,
    name: null,
    dateOfBirth: null,
    identifiers: [{ kind: 'COMPANY_IMO', value: '2041999', valid: true }],
    address: null,
    company: null,
  },
];
