// The minimal form by options alone: month, place, goods, quantity, and the release that every record must state.
import { EntryError } from './error.ts';

export interface MinimalOptions {
  readonly id?: string;
  readonly reference?: string;
  readonly phase?: string;
  readonly kind?: string;
  /** YYYY-MM-DD, YYYY-MM or YYYY. */
  readonly seized?: string;
  readonly drug?: string;
  readonly substance?: string;
  readonly taxon?: string;
  readonly term?: string;
  readonly goods?: string;
  readonly quantity?: string;
  readonly unit?: string;
  /** Country of the seizure. */
  readonly country?: string;
  readonly place?: string;
  readonly tlp?: string;
  readonly handling?: string;
  readonly audience?: string;
}

/** Fields of a case; only those that the options give. @throws EntryError for options that do not go together. */
export function minimalCase(options: MinimalOptions): Record<string, unknown> {
  const { seized, quantity, unit } = options;
  const value = quantity === undefined ? undefined : Number(quantity);
  if (value !== undefined && (quantity?.trim() === '' || !Number.isFinite(value)))
    throw new EntryError([`--quantity: expected a number, got ${JSON.stringify(quantity)}`]);
  if ((value === undefined) !== (unit === undefined))
    throw new EntryError(['expected --quantity and --unit together, got one of them']);
  const commodity = commodityOf(options);
  const place = given({ country: options.country, name: options.place });
  return given({
    id: options.id,
    reference: options.reference,
    phase: options.phase,
    kind: options.kind ?? commodity?.type,
    seizedOn: seized?.length === 10 ? seized : undefined,
    seizedIn: seized?.slice(0, 7),
    seizures:
      commodity === undefined
        ? undefined
        : [given({ commodity, quantity: value === undefined ? undefined : { value, unit } })],
    route: Object.keys(place).length === 0 ? undefined : { seizedAt: place },
    release: profileOf(options),
  });
}

/** The parts of a release profile that options give; undefined where they give none. */
export function profileOf(
  options: Pick<MinimalOptions, 'tlp' | 'handling' | 'audience'> & { restriction?: string; reviewOn?: string },
): Record<string, unknown> | undefined {
  const { tlp, handling, audience, restriction, reviewOn } = options;
  const profile = given({
    tlp: tlp?.toUpperCase().replaceAll('-', '_'),
    handling: handling?.toUpperCase(),
    audience: audience?.split(/[\s,]+/).filter((code) => code !== ''),
    restriction,
    reviewOn,
  });
  return Object.keys(profile).length === 0 ? undefined : profile;
}

function commodityOf({ kind, drug, substance, taxon, term, goods }: MinimalOptions) {
  const named = [drug, substance, taxon, goods].filter((each) => each !== undefined);
  if (named.length === 0) return undefined;
  if (named.length > 1) throw new EntryError(['expected one of --drug, --substance, --taxon and --goods, got several']);
  if (drug !== undefined) return { type: 'DRUG', drug };
  if (substance !== undefined) return { type: 'PRECURSOR', substance };
  if (goods !== undefined) return { type: 'OTHER', description: goods };
  return given({ type: kind === 'TIMBER' ? 'TIMBER' : 'WILDLIFE', taxon, term });
}

function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
