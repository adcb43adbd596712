// The form of a mapping file: how the columns of one kind of table become cases. A mapping is data; nothing in the code
// knows a source. docs/import.md shows the form by example.
import { z } from 'zod';
import { participantCode } from '#schema/roster/roster.ts';
import { caseRecord, identifier, release } from '#subgraphs/kit/record/case-record.ts';
import { isDateFormat } from '../cells/date.ts';
import { commodityRules } from './commodity-rules.ts';
import { routeRules } from './route-rules.ts';
import { byText, type Rules, rules, text } from './rules.ts';

/** A column by its header; `occurrence` tells columns of the same header apart, from 1. */
const column = z.union([
  text.transform((header) => ({ column: header, occurrence: 1 })),
  z.strictObject({ column: text, occurrence: z.int().positive().default(1) }),
]);

/** Read first: the aliases decide what the rest may name. */
export const columnsOfMapping = z.looseObject({
  columns: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, 'expected letters and digits'), column),
});

/** Read next: what the rows become. */
export const kindOfMapping = z.looseObject({ record: z.enum(['case', 'return']).default('case') });

const { shape } = caseRecord;
const mode = shape.conveyance.unwrap().shape.mode;
const concealment = shape.concealment.unwrap().shape.method;
const detection = shape.detection.unwrap().shape.method;

/** @param used gets each alias that a rule reads, while a file is checked. */
export function mappingFormat(aliases: ReadonlySet<string>, used: Set<string> = new Set()) {
  const alias = z
    .string()
    .refine((name) => used.add(name) && aliases.has(name), 'expected a column named under `columns`');
  const rule = rules(alias);
  const { choice, whole } = rule;
  return z.strictObject({
    ...commonRules(alias, rule),
    /** What a row becomes: a single incident is a case. The other kind of record is in return-format.ts. */
    record: z.literal('case').default('case'),
    /** Splits a file over participants; without it the command names one. */
    participant: choice(participantCode).optional(),
    /** Class N0. `{year}`, `{month}`, `{key}`, `{participant}` and `{<alias>}` are filled in. */
    reference: text.refine(
      (template) => [...template.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => inReference(name, aliases, used)),
      'expected only {year}, {month}, {key}, {participant} and columns named under `columns`',
    ),
    kind: choice(shape.kind),
    form: shape.form,
    date: z.strictObject({
      column: alias,
      formats: z
        .array(text.refine(isDateFormat, 'expected excel-1900, or a pattern with YYYY such as DD/MM/YYYY'))
        .min(1),
      /** A year that must agree with the date, and stands alone where there is no date. */
      year: alias.optional(),
      /** What 1 March stands for: that `day`, or the `month` where the source writes so for a day not known. */
      firstOfMonth: z.enum(['day', 'month']).default('day'),
      /** What 1 January stands for. */
      firstOfYear: z.enum(['day', 'month', 'year']).optional(),
    }),
    ...commodityRules(rule),
    ...routeRules(rule),
    conveyance: z
      .strictObject({
        mode: choice(mode).optional(),
        identifiers: z.array(z.strictObject({ kind: identifier.shape.kind, column: alias })).default([]),
      })
      .optional(),
    /** The first method that reads wins; the description joins its columns. Class N1: no column that may name people. */
    concealment: z
      .strictObject({ method: z.array(choice(concealment)).min(1), description: z.array(alias).default([]) })
      .optional(),
    detection: z
      .strictObject({ method: z.array(choice(detection)).min(1), description: z.array(alias).default([]) })
      .optional(),
    /** Class N0. */
    outcome: z
      .strictObject({
        arrests: whole.optional(),
        charged: whole.optional(),
        convicted: whole.optional(),
        sanction: choice(text).optional(),
        disposal: choice(text).optional(),
      })
      .optional(),
    /** Free text of the record, and whatever a rule keeps. P1 where any of it may name people. */
    narrative: z.strictObject({
      class: z.enum(['N1', 'P1']),
      parts: z.array(z.strictObject({ column: alias, label: text.optional() })).default([]),
    }),
  });
}

/** What every mapping says, whatever its rows become. */
export function commonRules(alias: z.ZodType<string, string>, { choice }: Rules) {
  return {
    /** Identity of records hangs on it: another name makes other records. */
    name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a name in lower case, with digits and hyphens'),
    format: z.literal(1),
    table: z
      .strictObject({
        /** Preferred, where the file might have several; another one is recognised. */
        delimiter: z.string().length(1).optional(),
        /** Name of the sheet in a workbook; without it the first that is not hidden. */
        sheet: text.optional(),
      })
      .default({}),
    columns: columnsOfMapping.shape.columns,
    /** Columns that no rule reads. A column that is neither here nor under `columns` is an error: it would be lost. */
    ignored: z.array(column).default([]),
    numbers: z
      .strictObject({ decimal: z.enum(['.', ',']).default('.'), thousands: z.enum([',', '.', ' ', "'"]).optional() })
      .default({ decimal: '.' }),
    /** Which rows name a seizure. A text in neither list rejects the row as well. */
    rows: z.strictObject({ column: alias, seizure: z.array(text).min(1), not: byText(text).default({}) }).optional(),
    identity: z
      .strictObject({
        /** Columns that name the incident, or the return, and that corrections leave alone. */
        key: z.array(alias).min(1),
        /** More columns, for rows whose key is known to be shared. */
        also: z
          .array(z.strictObject({ column: alias, is: z.array(text).min(1), key: z.array(alias).min(1) }))
          .default([]),
      })
      .optional(),
    /** When the participant, or the publication, reported the records. */
    reportedAt: z.iso.datetime(),
    /** Class N0. `url` is the first address in its column. */
    provenance: z
      .strictObject({ source: choice(text), compiledBy: text.optional(), url: choice(text).optional() })
      .optional(),
    /** Mandatory: an imported record without a declared profile is refused. */
    release,
    /** What a campaign file is made with, where the campaign has none yet. */
    campaign: z
      .strictObject({ name: text, description: text.optional(), accessUntil: z.iso.date().optional() })
      .optional(),
  };
}

function inReference(name: string, aliases: ReadonlySet<string>, used: Set<string>): boolean {
  if (['year', 'month', 'key', 'participant'].includes(name)) return true;
  used.add(name);
  return aliases.has(name);
}

/** A mapping whose rows become cases. */
export type Mapping = z.output<ReturnType<typeof mappingFormat>>;
