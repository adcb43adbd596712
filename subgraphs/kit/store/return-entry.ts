// What the feed says of a statistical return, class N0 only, in the shape of feed.graphql: not its office nor its permits.
import type { FeedReturn } from '../generated/resolvers.ts';
import { kilograms } from '../quantities/index.ts';
import type { Commodity } from '../record/case-record.ts';
import type { ReturnRecord } from '../record/return-record.ts';
import { commodityName, provenanceEntry } from './feed-entry.ts';

/** Stored as JSON with each revision. */
export type ReturnEntry = FeedReturn;

export function returnEntry(record: ReturnRecord): ReturnEntry {
  const { commodity, quantity } = record;
  return {
    phase: record.phase ?? null,
    period: record.period,
    kind: commodity.type,
    commodity: commodityName(commodity),
    name: nameAlone(commodity),
    country: record.country ?? null,
    events: record.events ?? null,
    unit: quantity?.unit ?? null,
    quantity: quantity?.value ?? null,
    kilograms: (quantity === undefined ? undefined : kilograms(quantity, commodity)?.kilograms) ?? null,
    reportedAt: record.reportedAt,
    provenance: provenanceEntry(record.provenance),
  };
}

function nameAlone(commodity: Commodity): string | null {
  switch (commodity.type) {
    case 'DRUG':
      return commodity.drug;
    case 'PRECURSOR':
      return commodity.substance;
    case 'OTHER':
      return null;
    default:
      return commodity.taxon;
  }
}
