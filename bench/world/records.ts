// What the mock subgraphs hold: heads at the hub, bodies at the participants, every field of the contract filled.
import type { ReportingParticipant } from '#schema/roster/roster.ts';

/** A value of the schema as JSON, objects with their `__typename`. */
export type Held = { readonly __typename: string; readonly [field: string]: unknown };

export interface World {
  readonly root: Held;
  /** Bodies by subgraph name, then by case id. */
  readonly bodies: ReadonlyMap<string, ReadonlyMap<string, Held>>;
}

const COUNTRIES = ['VN', 'TH', 'LA', 'KH', 'MM', 'CN', 'MY', 'ID', 'AU', 'NZ'];

/** @param cases of the phase, dealt to the participants in turn. */
export function benchWorld(participants: readonly ReportingParticipant[], cases: number): World {
  const bodies = new Map<string, Map<string, Held>>();
  for (const { code } of participants) bodies.set(code.toLowerCase(), new Map());
  const nodes = Array.from({ length: cases }, (_, index) => {
    const owner = participants[index % participants.length];
    if (!owner) throw new Error('expected at least one participant, got none');
    const id = `${owner.code}-B-${String(index).padStart(6, '0')}`;
    bodies.get(owner.code.toLowerCase())?.set(id, body(owner.caseType, id, index));
    return head(owner, id, index);
  });
  const listed = participants.map(({ code, name }) => ({
    __typename: 'Participant',
    code,
    name,
    country: 'VN',
    kind: 'CUSTOMS',
    caseType: null,
    illustrative: true,
  }));
  const phase: Held = {
    __typename: 'Phase',
    id: 'BENCH-1',
    number: 1,
    name: 'Phase I',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    illustrative: true,
    participants: listed,
    cases: { __typename: 'CaseConnection', nodes, totalCount: cases },
  };
  const campaign: Held = { __typename: 'Campaign', code: 'BENCH', name: 'Bench', description: null, phases: [phase] };
  return { root: { __typename: 'Query', campaigns: [campaign], campaign, phase, participants: listed }, bodies };
}

function head({ code, name, caseType }: ReportingParticipant, id: string, index: number): Held {
  return {
    __typename: caseType,
    id,
    reference: `${code}/2026/${index}`,
    participant: { __typename: 'Participant', code, name, country: 'VN', kind: 'CUSTOMS', illustrative: true },
    kind: 'DRUG',
    form: 'FULL',
    seizedIn: `2026-${String((index % 12) + 1).padStart(2, '0')}`,
    reportedAt: '2026-06-01T00:00:00.000Z',
    revision: 1 + (index % 3),
    provenance: null,
  };
}

function place(index: number): Held {
  const country = COUNTRIES[index % COUNTRIES.length] ?? 'VN';
  return {
    __typename: 'Place',
    country,
    locode: `${country}HAN`,
    name: `Checkpoint ${index}`,
    latitude: 10.5 + (index % 10),
    longitude: 105.25 + (index % 10),
  };
}

function body(caseType: string, id: string, index: number): Held {
  return {
    __typename: caseType,
    id,
    seizedOn: `2026-${String((index % 12) + 1).padStart(2, '0')}-15`,
    seizures: [0, 1].map((each) => ({
      __typename: 'Seizure',
      commodity: {
        __typename: 'DrugCommodity',
        drug: each === 0 ? 'methamphetamine' : 'heroin',
        group: each === 0 ? 'ATS' : 'OPIATES',
        description: `packages marked "${index}"`,
      },
      quantity: {
        __typename: 'Quantity',
        value: 12.5 + index,
        unit: 'KILOGRAM',
        kilograms: 12.5 + index,
        conversion: null,
      },
      estimatedValue: { __typename: 'Money', amount: 125_000 + index, currency: 'VND' },
    })),
    route: {
      __typename: 'Route',
      origin: place(index),
      transit: [place(index + 1), place(index + 2)],
      seizedAt: place(index + 3),
      destination: place(index + 4),
    },
    conveyance: {
      __typename: 'Conveyance',
      mode: 'ROAD',
      identifiers: [
        { __typename: 'Identifier', kind: 'CONTAINER', value: 'CSQU3054383', valid: true },
        { __typename: 'Identifier', kind: 'SEAL', value: `S-${index}`, valid: null },
      ],
    },
    concealment: { __typename: 'Concealment', method: 'VEHICLE_STRUCTURE', description: 'below the floor' },
    detection: { __typename: 'Detection', method: 'SCANNING', description: null },
    narrative: `At the checkpoint ${index} officers found packages below the floor of a lorry.`,
    suspects: [
      { __typename: 'Suspect', role: 'driver', nationality: 'VN' },
      { __typename: 'Suspect', role: 'owner', nationality: 'LA' },
    ],
    outcome: { __typename: 'Outcome', arrests: 2, charged: 1, convicted: 0, sanction: null, disposal: 'destroyed' },
    release: {
      __typename: 'Release',
      handling: 'H0',
      tlp: 'AMBER',
      audience: null,
      reviewOn: '2027-01-01',
      withheld: [],
    },
  };
}
