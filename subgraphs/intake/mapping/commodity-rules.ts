// The part of a mapping that says what was seized and how much: several seizures may come from one row.
import { z } from 'zod';
import { citesTerms } from '#schema/codes/cites.ts';
import { caseKind, drugGroup, unit } from '#schema/codes/enums.ts';
import { type Rules, text } from './rules.ts';

const country = z.string().regex(/^[A-Z]{3}$/, 'expected an ISO 4217 currency');

/** CITES term by code or English name; held against the list when the mapping is read. */
const term = text.refine((name) => citesTerms().find(name) !== undefined, 'expected a CITES term, by code or name');

export function commodityRules({ alias, choice }: Rules) {
  const free = choice(text);
  /** Every field of a commodity; which ones are needed follows from `type`. */
  const commodity = z.strictObject({
    type: caseKind.optional(),
    /** DRUG: name on the code list; where the list lacks it, `group` is needed. */
    drug: free.optional(),
    group: choice(drugGroup).optional(),
    /** PRECURSOR: name on the code list. */
    substance: free.optional(),
    /** WILDLIFE and TIMBER. The appendix at the time of seizure comes from the code list. */
    taxon: free.optional(),
    term: choice(term).optional(),
    /** OTHER. */
    hsCode: free.optional(),
    /** Class N0: no column that may name people. */
    description: free.optional(),
  });
  const amount = z.strictObject({
    column: alias,
    unit: choice(unit),
    /** Things that are counted: 11.5 is unreadable. */
    integer: z.boolean().default(false),
    /** Texts for "some, the source does not say how much". */
    unknown: z.array(text).default([]),
    /** Words around the number, for example `kg`. */
    strip: z.array(text).default([]),
    /** Columns of other seizures whose amounts are part of this one: only what is left over is a seizure of its own. */
    less: z.array(alias).default([]),
    /** What an unreadable amount does: `reject` the row, or `keep` the text in the narrative, amount not known. */
    unreadable: z.enum(['reject', 'keep']).default('reject'),
  });
  const seizure = z.strictObject({
    /** Only in rows where these cells are filled, or blank. */
    when: z.strictObject({ filled: z.array(alias).default([]), blank: z.array(alias).default([]) }).optional(),
    /** Overrides fields of the mapping's `commodity`. */
    commodity: commodity.optional(),
    /** No amount, or 0, is no seizure. */
    amount,
    estimatedValue: z.strictObject({ column: alias, currency: country, strip: z.array(text).default([]) }).optional(),
  });
  return {
    commodity,
    seizures: z.array(seizure).default([]),
    /** The seizure of a row that names one and states no amount: it has no quantity. Overrides as in `seizures`. */
    withoutAmount: commodity.default({}),
  };
}
