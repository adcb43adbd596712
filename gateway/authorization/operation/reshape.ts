// The answer to the filtered operation, put into the shape of the original one: denied keys are null, null spreads
// where the schema says non-null, and what the filter asked for itself is gone. Only own properties are read, and what
// is made has no prototype, so that no response key means more than itself.
import { TYPE_KEY } from './rewrite.ts';
import type { Entry, Place } from './shape.ts';

type Data = Readonly<Record<string, unknown>>;

/** @returns the data in the original's shape; null where null spread up to the root. */
export function reshape(data: Data | null | undefined, root: Place): Data | null {
  return data === null || data === undefined ? null : (object(data, root) as Data | null);
}

function object(value: unknown, place: Place): unknown {
  if (typeof value !== 'object' || value === null) return null;
  const type = place.only ?? own(value, TYPE_KEY);
  // Where a type was needed it was asked for. An object that does not tell is hidden, unless nothing can be denied in it.
  if (typeof type !== 'string') return place.open ? value : null;
  const entries = place.byType.get(type);
  if (!entries) return null;
  const shaped: Record<string, unknown> = Object.create(null);
  for (const entry of entries) {
    const inner = entry.denied ? null : completed(own(value, entry.key), entry, 0);
    if (inner === null && entry.nonNull) return null;
    shaped[entry.key] = inner;
  }
  return shaped;
}

function completed(value: unknown, entry: Entry, level: number): unknown {
  if (value === null || value === undefined) return null;
  if (entry.place === undefined) return value;
  if (level === entry.lists.length) return object(value, entry.place);
  if (!Array.isArray(value)) return null;
  const items: unknown[] = [];
  for (const item of value) {
    const inner = completed(item, entry, level + 1);
    if (inner === null && entry.lists[level]) return null;
    items.push(inner);
  }
  return items;
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Data)[key] : undefined;
}
