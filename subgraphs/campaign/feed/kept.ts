// What is kept of an entry that cannot be taken: known fields where they are valid, and so of class N0. Of any other value
// of a known field its sort is kept; unknown fields go.
import { z } from 'zod';
import { change, isOfReturn, returnChange } from './entry.ts';
import { sortOf } from './words.ts';

/** Most items of a list. */
const LONGEST_LIST = 1_000;

export function keptOf(entry: unknown): unknown {
  return keptAs(isOfReturn(entry) ? returnChange : change, entry);
}

function keptAs(schema: z.core.$ZodType, value: unknown): unknown {
  if (schema instanceof z.ZodNullable) return value === null ? null : keptAs(schema.unwrap(), value);
  if (schema instanceof z.ZodObject && isObject(value)) {
    const fields = Object.entries(schema.shape as z.core.$ZodShape).filter(([name]) => Object.hasOwn(value, name));
    return Object.fromEntries(fields.map(([name, field]) => [name, keptAs(field, value[name])]));
  }
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.slice(0, LONGEST_LIST).map((item) => keptAs(schema.element, item));
  }
  // A tombstone says that it is one, and of what it must be null.
  const valid = z.core.safeParse(schema, value).success || typeof value === 'boolean' || value === null;
  return valid ? value : `[${sortOf(value)}]`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
