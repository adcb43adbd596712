// Says why an entry is not taken, without a word of it: what it holds may be above class N0.
import type { z } from 'zod';

/** What was expected, and of what was got its sort only. */
export function inWords(issue: z.core.$ZodIssue): string {
  const at = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
  if (issue.code === 'unrecognized_keys') return `${at}expected known fields only, got ${issue.keys.length} more`;
  return `${at}${issue.message.replace(/, received .*$/, '')}, got ${sortOf(issue.input)}`;
}

/** For example `text of 9 characters`. */
export function sortOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return `text of ${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
