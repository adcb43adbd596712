// What the feed says of a case: its head and its index facts, class N0 only, in the shapes of feed.graphql.
import type { FeedFacts, FeedHead, FeedProvenance } from '../generated/resolvers.ts';
import type { CaseRecord, Commodity } from '../record/case-record.ts';
import type { AssessedSeizure } from './assess.ts';

/** Stored as JSON with each revision. */
export interface FeedEntry {
  readonly head: FeedHead;
  readonly facts: FeedFacts;
}

export function feedEntry(record: CaseRecord, seizures: readonly AssessedSeizure[]): FeedEntry {
  return { head: headOf(record), facts: factsOf(record, seizures) };
}

function headOf({ reference, phase, kind, form, seizedIn, reportedAt, provenance }: CaseRecord): FeedHead {
  return {
    reference,
    phase: phase ?? null,
    kind,
    form,
    seizedIn,
    reportedAt,
    provenance: provenanceEntry(provenance),
  };
}

export function provenanceEntry(provenance: CaseRecord['provenance']): FeedProvenance | null {
  if (provenance === undefined) return null;
  return { source: provenance.source, compiledBy: provenance.compiledBy ?? null, url: provenance.url ?? null };
}

function factsOf({ route, conveyance }: CaseRecord, seizures: readonly AssessedSeizure[]): FeedFacts {
  const drugs = new Set<string>();
  const taxa = new Set<string>();
  const quantities: FeedFacts['quantities'] = [];
  let total: number | null = null;
  for (const { seizure, equivalent } of seizures) {
    const { commodity, quantity } = seizure;
    if (commodity.type === 'DRUG') drugs.add(commodity.drug);
    else if (commodity.type === 'PRECURSOR') drugs.add(commodity.substance);
    else if (commodity.type !== 'OTHER') taxa.add(commodity.taxon);
    if (equivalent !== undefined) total = (total ?? 0) + equivalent.kilograms;
    if (quantity !== undefined) {
      quantities.push({
        commodity: commodityName(commodity),
        unit: quantity.unit,
        value: quantity.value ?? null,
        kilograms: equivalent?.kilograms ?? null,
      });
    }
  }
  return {
    drugs: [...drugs],
    taxa: [...taxa],
    origin: route?.origin?.country ?? null,
    transit: (route?.transit ?? []).flatMap(({ country }) => country ?? []),
    seizedAt: route?.seizedAt?.country ?? null,
    destination: route?.destination?.country ?? null,
    mode: conveyance?.mode ?? null,
    kilograms: total,
    quantities,
  };
}

/** For example `heroin`, `Manis javanica (SCA)`, `other`. */
export function commodityName(commodity: Commodity): string {
  switch (commodity.type) {
    case 'DRUG':
      return commodity.drug;
    case 'PRECURSOR':
      return commodity.substance;
    case 'OTHER':
      return 'other';
    default:
      return `${commodity.taxon} (${commodity.term})`;
  }
}
