// Taxa that seizures in the region name, with their CITES appendix now and before. Not the whole of the appendices.
import { z } from 'zod';
import { codeList, otherNames } from './code-list.ts';
import { citesAppendix } from './enums.ts';

const appendix = citesAppendix.optional();

const taxon = z.strictObject({
  /** Scientific name, or the genus or family with `spp.` */
  name: z.string().regex(/^[A-Z][a-z]+ (spp\.|[a-z]+)$/, 'expected a scientific name such as Manis javanica'),
  english: z.string().min(1),
  kind: z.enum(['WILDLIFE', 'TIMBER']),
  /** Absent where the taxon is not listed. */
  appendix,
  /** What held before, in order, each up to and including `until`. */
  earlier: z.array(z.strictObject({ until: z.iso.date(), appendix })).default([]),
  note: z.string().optional(),
  also: otherNames,
});

export type Taxon = z.output<typeof taxon>;
export type CitesAppendix = NonNullable<Taxon['appendix']>;

/** `find` takes the scientific name, the English name or another name. */
export const taxa = codeList('./taxa.yaml', taxon, ({ name, english, also }) => [name, english, ...also]);

/**
 * The appendix that a taxon stood in on a day. Undefined where it was in none.
 * @param on YYYY-MM-DD, or YYYY-MM or YYYY, taken as their first day.
 */
export function appendixOn({ appendix: now, earlier }: Taxon, on: string): CitesAppendix | undefined {
  const day = `${on}-01-01`.slice(0, 10);
  const before = earlier.find(({ until }) => day <= until);
  return before === undefined ? now : before.appendix;
}
