// Codes of the CITES Trade Database: terms, units, purposes, sources. `find` takes the code or the English name.
import { z } from 'zod';
import { codeList, otherNames } from './code-list.ts';
import { unit } from './enums.ts';

const named = { name: z.string().min(1), also: otherNames };
const term = z.strictObject({ code: z.string().regex(/^[A-Z]{3}$/), ...named });
const letter = z.strictObject({ code: z.string().regex(/^[A-Z]$/), ...named });
const citesUnit = z.strictObject({
  /** Blank for a number of specimens. */
  code: z.string().regex(/^([A-Z]{3})?$/),
  /** The contract's unit; absent where it has none. */
  unit: unit.optional(),
  ...named,
});

export type CitesTerm = z.output<typeof term>;
export type CitesUnit = z.output<typeof citesUnit>;
export type CitesLetter = z.output<typeof letter>;

const codeAndNames = (each: { code: string; name: string; also: string[] }) => [each.code, each.name, ...each.also];

export const citesTerms = codeList('./cites-terms.yaml', term, codeAndNames);
export const citesUnits = codeList('./cites-units.yaml', citesUnit, codeAndNames);
export const citesPurposes = codeList('./cites-purposes.yaml', letter, codeAndNames);
export const citesSources = codeList('./cites-sources.yaml', letter, codeAndNames);
