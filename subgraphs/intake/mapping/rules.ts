// The rules that a mapping is made of: how one cell, or a constant, becomes one value. Columns are named by their alias.
import { z } from 'zod';
import { folded } from '../cells/text.ts';

export const text = z.string().min(1);

/** Texts of cells, compared without regard to case and blanks; two that differ in nothing else must not disagree. */
export function byText<Value extends z.ZodType>(value: Value) {
  return z.record(text, value).superRefine((entries, context) => {
    const seen = new Map<string, unknown>();
    for (const [key, each] of Object.entries(entries)) {
      const other = seen.get(folded(key));
      if (seen.has(folded(key)) && JSON.stringify(other) !== JSON.stringify(each))
        context.addIssue({
          code: 'custom',
          path: [key],
          message: `expected one meaning of ${JSON.stringify(key)}, got two (case and blanks do not tell keys apart)`,
        });
      seen.set(folded(key), each);
    }
  });
}

/** Rules over the columns that a mapping names; `alias` accepts those only. */
export function rules(alias: z.ZodType<string, string>) {
  /**
   * One value out of a closed list (`value` is its schema), or free text.
   * - `value`: the same for every row.
   * - `column` with `values`: what each text becomes. `not`: texts that reject the row, with the reason.
   * - `otherwise`, for a text in neither: `reject` the row (the default where `values` stand), `take` the text as it is
   *   (the default where none stand), `keep` the text in the narrative and leave the field out, `ignore` it (another
   *   rule reads the column), or `{ value }`.
   * - `default`: where the cell is blank; without it the field is left out.
   * - `exact`: case and blanks count.
   */
  const choice = <Value extends z.ZodType>(value: Value) =>
    z.union([
      z.strictObject({ value }),
      z.strictObject({
        column: alias,
        values: byText(value).optional(),
        not: byText(text).optional(),
        otherwise: z.union([z.enum(['reject', 'take', 'keep', 'ignore']), z.strictObject({ value })]).optional(),
        default: value.optional(),
        exact: z.boolean().default(false),
      }),
    ]);
  /** What a cell that cannot be read does: `reject` the row, or `keep` the text in the narrative and leave the field out. */
  const unreadable = z.enum(['reject', 'keep']).default('reject');
  const whole = z.strictObject({
    column: alias,
    values: byText(z.int().nonnegative()).optional(),
    unreadable,
  });
  return { alias, choice, unreadable, whole };
}

export type Rules = ReturnType<typeof rules>;

/** A rule that gives one text; rules over closed lists have the same form. */
export type Choice<Value = string> =
  | { value: Value }
  | {
      column: string;
      values?: Record<string, Value> | undefined;
      not?: Record<string, string> | undefined;
      otherwise?: 'reject' | 'take' | 'keep' | 'ignore' | { value: Value } | undefined;
      default?: Value | undefined;
      exact: boolean;
    };
