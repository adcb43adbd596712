// One text for one record, whatever the order of its keys: what tells "unchanged" from "updated".
import { createHash } from 'node:crypto';
import type { CaseRecord } from '../record/case-record.ts';
import type { ReturnRecord } from '../record/return-record.ts';

/** JSON with sorted keys, without keys that are undefined. */
export function canonicalJson(record: CaseRecord | ReturnRecord): string {
  return JSON.stringify(record, (_key, value: unknown) => (isObject(value) ? sorted(value) : value));
}

/** SHA-256 of the canonical JSON, in hex. */
export function contentHash(canonical: string): string {
  return createHash('sha256').update(canonical).digest('hex');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  // Without a prototype: a national field may be called `__proto__`.
  const result: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).toSorted()) result[key] = value[key];
  return result;
}
