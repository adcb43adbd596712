// A statistical return as its owner keeps it: so many events of one commodity in one period, never a case. Class N0, but
// for the office and the permits, which stay with the owner.
import { z } from 'zod';
import { citesAppendix, unit } from '#schema/codes/enums.ts';
import { kilograms } from '../quantities/kilograms.ts';
import { amount, instantOutside, line, MOST, withinYears, yearMonth } from './bounds.ts';
import { commodity, provenance, release } from './case-record.ts';
import { country } from './country.ts';

/** Begins the key of every return, and of no case: the two never share an id. */
export const RETURN_KEY = 'R.';

const letter = z.string().regex(/^[A-Z]$/, 'expected a CITES code of one letter');

export const returnRecord = z
  .strictObject({
    /** Participant's code, a hyphen, `R.`, and the participant's own key. */
    id: z
      .string()
      .regex(
        /^[A-Z][A-Z0-9]{1,15}-R\.[A-Za-z0-9._-]{1,62}$/,
        "expected the participant's code, a hyphen, `R.` and a key",
      ),
    /** Phase id, for example `PANGOLIN-2015`. */
    phase: z.string().min(1).optional(),
    /** YYYY-MM, or YYYY where the return is for a year. */
    period: yearMonth,
    /** Country or territory that the return is about. */
    country: country.optional(),
    /** Office, region and the like, as the participant names them. */
    office: line(500).optional(),
    commodity,
    /** Seizures counted. Absent where the return does not say. */
    events: z.int().nonnegative().max(1e9).optional(),
    /** Total, as reported. The kilogram equivalent is computed, never given. */
    quantity: z.strictObject({ value: amount.optional(), unit }).optional(),
    /** Of a return of trade under CITES. */
    trade: z
      .strictObject({
        importer: country.optional(),
        exporter: country.optional(),
        origin: country.optional(),
        /** Appendix as reported; the one that held then stands with the commodity. */
        appendix: citesAppendix.optional(),
        purpose: letter.optional(),
        source: letter.optional(),
        /** Pseudonyms of permits: equal ones are of one permit. Class N2. */
        permits: z.array(z.strictObject({ kind: z.enum(['IMPORT', 'EXPORT', 'ORIGIN']), key: line(100) })).default([]),
      })
      .optional(),
    reportedAt: z.iso.datetime().refine(withinYears, instantOutside),
    provenance: provenance.optional(),
    release,
  })
  .superRefine(({ commodity: goods, quantity }, context) => {
    const weight = quantity === undefined ? 0 : (kilograms(quantity, goods)?.kilograms ?? 0);
    if (weight > MOST) {
      context.addIssue({ code: 'custom', path: ['quantity'], message: `expected at most ${MOST} kg, got ${weight}` });
    }
  });

/** A checked return. */
export type ReturnRecord = z.output<typeof returnRecord>;
/** A return before defaults are filled in. */
export type ReturnRecordInput = z.input<typeof returnRecord>;
