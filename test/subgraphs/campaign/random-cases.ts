// Random cases and filters, and a naive reading of them to hold the hub's SQL against.
import * as fc from 'fast-check';
import type { CaseChange } from '#subgraphs/campaign/feed/entry.ts';
import { changed } from './entries.ts';

const KINDS = ['DRUG', 'PRECURSOR', 'WILDLIFE', 'TIMBER', 'OTHER'] as const;
const MODES = ['MARITIME', 'ROAD', 'AIR', 'NOT_SPECIFIED'] as const;
const COUNTRIES = ['VN', 'TH', 'LA', 'CN', 'HK'] as const;
const DRUGS = ['heroin', 'ketamine', 'methamphetamine'] as const;
const TAXA = ['Manis javanica', 'Manis spp.', 'Manis', 'Manisa other', 'Loxodonta africana'] as const;
const PHASES = ['OMD-4', 'OMD-5', 'OMD-8'] as const;

const month = fc
  .record({ year: fc.integer({ min: 2022, max: 2024 }), month: fc.option(fc.integer({ min: 1, max: 12 })) })
  .map(({ year, month: number }) => (number === null ? `${year}` : `${year}-${String(number).padStart(2, '0')}`));

const some = <Item>(items: readonly Item[], most: number) => fc.subarray([...items], { maxLength: most });

const quantity = fc.record({
  commodity: fc.constantFrom(...DRUGS, 'Manis javanica (SCA)'),
  unit: fc.constantFrom('KILOGRAM', 'TABLET', 'PIECE'),
  value: fc.option(fc.integer({ min: 0, max: 1_000 })),
  kilograms: fc.option(fc.integer({ min: 0, max: 1_000 })),
});

const parts = fc.record({
  phase: fc.option(fc.constantFrom(...PHASES), { freq: 10 }),
  kind: fc.constantFrom(...KINDS),
  seizedIn: month,
  reportedDay: fc.integer({ min: 1, max: 28 }),
  drugs: some(DRUGS, 2),
  taxa: some(TAXA, 2),
  origin: fc.option(fc.constantFrom(...COUNTRIES)),
  transit: fc.array(fc.constantFrom(...COUNTRIES), { maxLength: 2 }),
  seizedAt: fc.option(fc.constantFrom(...COUNTRIES)),
  destination: fc.option(fc.constantFrom(...COUNTRIES)),
  mode: fc.option(fc.constantFrom(...MODES)),
  // Few values, so that there are ties.
  kilograms: fc.option(fc.constantFrom(0, 0.5, 2, 10)),
  quantities: fc.array(quantity, { maxLength: 3 }),
});

/** The same cases for the same seed, spread over the participants. */
export function randomCases(count: number, participants: readonly string[], seed: number): CaseChange[] {
  return fc.sample(parts, { numRuns: count, seed }).map((each, number) => {
    const participant = participants[number % participants.length] ?? 'VN';
    const { phase, kind, seizedIn, reportedDay, ...facts } = each;
    const reportedAt = `2024-01-${String(reportedDay).padStart(2, '0')}T00:00:00.000Z`;
    // Keys that do not sort as they were made.
    return changed(`${participant}-${(number * 7_919) % 10_007}`, {
      head: { phase, kind, seizedIn, reportedAt },
      facts,
    });
  });
}

const any = <Item>(items: readonly Item[]) =>
  fc.option(fc.subarray([...items], { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 2 });

/** A CaseFilter, most fields absent. */
export const randomFilter = fc
  .record({
    kind: any(KINDS),
    participant: any(['VN', 'TH', 'LA', 'UNODC', 'ZZ']),
    seizedFrom: fc.option(month, { nil: undefined, freq: 2 }),
    seizedTo: fc.option(month, { nil: undefined, freq: 2 }),
    drug: any(DRUGS),
    taxon: any(['Manis', 'Manis javanica', 'Loxodonta']),
    origin: any(COUNTRIES),
    transit: any(COUNTRIES),
    destination: any(COUNTRIES),
    mode: any(MODES),
  })
  .map((filter) => {
    // One to three conditions: with more, hardly a case is left to compare.
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given.slice(0, 3));
  });

export interface Filter {
  kind?: string[];
  participant?: string[];
  seizedFrom?: string;
  seizedTo?: string;
  drug?: string[];
  taxon?: string[];
  origin?: string[];
  transit?: string[];
  destination?: string[];
  mode?: string[];
}

function among(wanted: string[] | undefined, got: readonly (string | null)[]): boolean {
  return wanted === undefined || got.some((each) => each !== null && wanted.includes(each));
}

/** Whether the case meets the filter, written as the contract reads. */
export function meets({ caseId, head, facts }: CaseChange, filter: Filter): boolean {
  const months = head.seizedIn.length === 4 ? [`${head.seizedIn}-01`, `${head.seizedIn}-12`] : [head.seizedIn];
  const from = filter.seizedFrom?.padEnd(7, '-01');
  const to = filter.seizedTo?.padEnd(7, '-12');
  return (
    among(filter.kind, [head.kind]) &&
    among(filter.participant, [caseId.split('-')[0] ?? null]) &&
    months.every((each) => (from === undefined || each >= from) && (to === undefined || each <= to)) &&
    among(filter.drug, facts.drugs) &&
    among(filter.taxon, [...facts.taxa, ...facts.taxa.map((taxon) => taxon.split(' ')[0] ?? null)]) &&
    among(filter.origin, [facts.origin]) &&
    among(filter.transit, facts.transit) &&
    among(filter.destination, [facts.destination]) &&
    among(filter.mode, [facts.mode])
  );
}
