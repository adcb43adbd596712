// The form of a mapping whose rows become statistical returns (`record: return`): counts in bulk, never cases.
import { z } from 'zod';
import { citesAppendix } from '#schema/codes/enums.ts';
import { participantCode } from '#schema/roster/roster.ts';
import { isDateFormat } from '../cells/date.ts';
import { commodityRules } from './commodity-rules.ts';
import { commonRules, type Mapping } from './format.ts';
import { byText, rules, text } from './rules.ts';

/** @param used gets each alias that a rule reads, while a file is checked. */
export function returnFormat(aliases: ReadonlySet<string>, used: Set<string> = new Set()) {
  const alias = z
    .string()
    .refine((name) => used.add(name) && aliases.has(name), 'expected a column named under `columns`');
  const rule = rules(alias);
  const { choice, whole } = rule;
  const { commodity, seizures } = commodityRules(rule);
  const country = choice(z.string().regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 alpha-2 country'));
  return z.strictObject({
    ...commonRules(alias, rule),
    record: z.literal('return'),
    /**
     * Splits a file over participants; without it the command names one. `by`: one column says in which other column
     * the participant stands, as where either side of a trade may be the one that reports.
     */
    participant: z.union([choice(participantCode), z.strictObject({ by: alias, columns: byText(alias) })]).optional(),
    /** What the return is for: a column of months or years, or a fiscal year and a month in it. */
    period: z.union([
      z.strictObject({
        column: alias,
        formats: z
          .array(text.refine((format) => isDateFormat(format) && !/D|excel/.test(format), 'expected YYYY, MM/YYYY …'))
          .min(1),
      }),
      z.strictObject({
        /** 2019, FY2019, FY19; named, as is usual, for the calendar year in which it ends. */
        fiscalYear: alias,
        /** English name, short or long, or number. */
        month: alias,
        /** First month of the fiscal year: 10 is October. */
        firstMonth: z.int().min(1).max(12),
      }),
    ]),
    country: country.optional(),
    /** Office, region and the like; what is filled is joined. It stays with the owner. */
    office: z.array(alias).default([]),
    commodity,
    /** Number of seizures that the row counts. */
    events: whole.optional(),
    /** A 0 is a 0 here: the amounts of many seizures may round to it. */
    quantity: z
      .strictObject({
        ...seizures.unwrap().element.shape.amount.pick({ column: true, integer: true, unknown: true, strip: true })
          .shape,
        /** `cites`: a column with a unit of the CITES Trade Database, by code or English name. */
        unit: z.union([seizures.unwrap().element.shape.amount.shape.unit, z.strictObject({ cites: alias })]),
      })
      .optional(),
    /** Of returns of trade under CITES. Permits are pseudonyms already when the file has them: they are kept as they are. */
    trade: z
      .strictObject({
        importer: country.optional(),
        exporter: country.optional(),
        origin: country.optional(),
        appendix: choice(citesAppendix).optional(),
        purpose: choice(text).optional(),
        source: choice(text).optional(),
        permits: z.array(z.strictObject({ kind: z.enum(['IMPORT', 'EXPORT', 'ORIGIN']), column: alias })).default([]),
      })
      .optional(),
  });
}

/** A mapping whose rows become statistical returns. */
export type ReturnMapping = z.output<ReturnType<typeof returnFormat>>;
export type AnyMapping = Mapping | ReturnMapping;

export function isReturnMapping(mapping: AnyMapping): mapping is ReturnMapping {
  return mapping.record === 'return';
}
