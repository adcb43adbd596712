// Records for the tests of the kit: one with every field, and small ones in number.
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';

/** Every field of a case record holds something. The persons are made up. */
export const fullRecord = {
  id: 'VN-2023-001',
  reference: 'HQ/2023/001',
  phase: 'OMD-5',
  kind: 'DRUG',
  form: 'FULL',
  seizedOn: '2023-06-14',
  seizedIn: '2023-06',
  reportedAt: '2023-06-20T08:30:00Z',
  provenance: { source: 'Press cuttings', compiledBy: 'A library', url: 'https://cuttings.example/1' },
  seizures: [
    {
      commodity: { type: 'DRUG', drug: 'methamphetamine', group: 'ATS', description: 'crystals' },
      quantity: { value: 2500, unit: 'GRAM' },
      estimatedValue: { amount: 120_000.5, currency: 'USD' },
    },
    {
      commodity: { type: 'PRECURSOR', substance: 'pseudoephedrine', table: 'TABLE_I', description: 'powder' },
      quantity: { value: 3, unit: 'LITRE' },
    },
    {
      commodity: { type: 'WILDLIFE', taxon: 'Manis javanica', appendix: 'I', term: 'SCA', description: 'scales' },
      quantity: { unit: 'UNKNOWN' },
    },
    {
      commodity: {
        type: 'TIMBER',
        taxon: 'Dalbergia cochinchinensis',
        appendix: 'II',
        term: 'LOG',
        description: 'logs',
      },
      quantity: { value: 1.25, unit: 'CUBIC_METRE' },
    },
    { commodity: { type: 'OTHER', hsCode: '240220', description: 'cigarettes' } },
  ],
  route: {
    origin: { country: 'MM', locode: 'MMRGN', name: 'Yangon', latitude: 16.8, longitude: 96.15 },
    transit: [
      { country: 'TH', name: 'Chiang Rai' },
      { country: 'LA', locode: 'LAVTE' },
    ],
    seizedAt: { country: 'VN', name: 'Cau Treo', latitude: 18.4, longitude: 105.5 },
    destination: { country: 'AU', locode: 'AUSYD', name: 'Sydney' },
  },
  conveyance: {
    mode: 'MARITIME',
    identifiers: [
      { kind: 'CONTAINER', value: 'CSQU3054383' },
      { kind: 'CONTAINER', value: 'CSQU3054384' },
      { kind: 'SEAL', value: 'S-1' },
    ],
  },
  concealment: { method: 'CONTAINER_STRUCTURE', description: 'in the floor' },
  detection: { method: 'SCANNING', description: 'odd density' },
  narrative: { text: 'Found by scanning.', class: 'N1' },
  suspects: [
    {
      role: 'courier',
      nationality: 'LA',
      name: 'Test Person One',
      dateOfBirth: '1990-01-02',
      identifiers: [
        { kind: 'PHONE', value: '+85620000001' },
        { kind: 'TRAVEL_DOCUMENT', value: 'L898902C36' },
      ],
      address: '1 Example Street',
      company: 'Example Trading',
    },
    { role: 'consignee', identifiers: [{ kind: 'COMPANY_IMO', value: '2041999' }] },
  ],
  outcome: { arrests: 2, charged: 1, convicted: 0, sanction: 'ten years', disposal: 'burnt' },
  release: {
    handling: 'H3',
    restriction: 'ask first',
    tlp: 'AMBER',
    audience: ['TH', 'LA'],
    reviewOn: '2028-06-20',
  },
  sealed: { informant: 'Informant Zulu', officer: 'Officer Zulu', ongoingOperation: true, controlledDelivery: false },
  national: { provincialDepartment: 'Ha Tinh', handedOver: { to: 'C04', on: '2023-06-15' } },
} as const satisfies CaseRecordInput;

/** A record with little in it, told apart by `key`; `change` overrides fields. */
export function smallRecord(key: string | number, change: Partial<CaseRecordInput> = {}): CaseRecordInput {
  return {
    id: `VN-${key}`,
    reference: `R/${key}`,
    kind: 'DRUG',
    form: 'MINIMAL',
    seizedIn: '2023-05',
    reportedAt: '2023-06-01T00:00:00Z',
    seizures: [
      { commodity: { type: 'DRUG', drug: 'heroin', group: 'OPIATES' }, quantity: { value: 1.5, unit: 'KILOGRAM' } },
    ],
    release: { handling: 'H0', tlp: 'GREEN' },
    ...change,
  };
}
