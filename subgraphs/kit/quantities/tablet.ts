// Weight of a tablet. UNODC counts a tablet of amphetamine-type stimulants as 90 to 300 mg of bulk weight, by region and
// drug (data.unodc.org, note to global seizures; World Drug Report, methodology).
import type { Commodity } from '../record/case-record.ts';

interface TabletConversion {
  readonly id: string;
  readonly times: number;
  readonly over: number;
}

// Within UNODC's range, by drug, as fits East and South-East Asia, where this campaign is: methamphetamine tablets there
// (yaba) weigh about 90 mg, "ecstasy" 300 mg. Another region takes ids of its own: an id never changes its meaning.
const METHAMPHETAMINE: TabletConversion = { id: 'methamphetamine-tablet-90mg', times: 90, over: 1_000_000 };
const ECSTASY: TabletConversion = { id: 'ecstasy-tablet-300mg', times: 300, over: 1_000_000 };
/** Any other, and the group as a whole. */
const ATS: TabletConversion = { id: 'ats-tablet-250mg', times: 250, over: 1_000_000 };

const BY_DRUG: Readonly<Record<string, TabletConversion>> = {
  methamphetamine: METHAMPHETAMINE,
  mdma: ECSTASY,
  ecstasy: ECSTASY,
  mda: ECSTASY,
};

/** Undefined for what is not an amphetamine-type stimulant: its tablets differ too much for one weight. */
export function tabletConversion(commodity: Commodity): TabletConversion | undefined {
  if (commodity.type !== 'DRUG' || commodity.group !== 'ATS') return undefined;
  const name = commodity.drug.toLowerCase();
  return Object.hasOwn(BY_DRUG, name) ? BY_DRUG[name] : ATS;
}
