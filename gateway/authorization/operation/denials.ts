// The errors for what is denied. They follow from operation and rights, never from data: a reader cannot tell from them
// whether a value, or an object of a hidden type, exists.
import { GraphQLError } from 'graphql';
import { ERRORS } from '../../errors/error-table.ts';
import type { Place } from './shape.ts';

export const UNAUTHORIZED = {
  code: 'UNAUTHORIZED_FIELD_OR_TYPE',
  message: ERRORS.UNAUTHORIZED_FIELD_OR_TYPE.message,
} as const;

/** In a path: every item of a list. */
export const EACH = '@';

interface Found {
  readonly path: readonly string[];
  readonly denied: Set<string>;
  readonly allowed: Set<string>;
}

/**
 * One error a response path, in the order of the operation. `extensions.types` lists the concrete types that deny, where
 * only some do.
 */
export function denialErrors(root: Place): readonly GraphQLError[] {
  const found: Found[] = [];
  visit([], { denied: new Set(), allowed: new Set() }, new Set([root]), 0, found);
  return found.map(
    ({ path, denied, allowed }) =>
      new GraphQLError(UNAUTHORIZED.message, {
        path,
        // Cached with the operation: what one request adds must not show in another.
        extensions: Object.freeze({
          code: UNAUTHORIZED.code,
          ...(allowed.size > 0 ? { types: Object.freeze([...denied].toSorted()) } : {}),
        }),
      }),
  );
}

interface Key {
  readonly denied: Set<string>;
  readonly allowed: Set<string>;
  /** Places below, by how many list levels lie between. */
  readonly places: Map<number, Set<Place>>;
}

/** All places that share one response path, together: what one parent's type denies another's may allow. */
function visit(
  path: readonly string[],
  here: Pick<Found, 'denied' | 'allowed'>,
  places: ReadonlySet<Place>,
  depth: number,
  found: Found[],
): void {
  const keys = new Map<string, Key>();
  for (const place of places) {
    for (const [type, entries] of place.byType) {
      if (depth > 0) (entries === null ? here.denied : here.allowed).add(type);
      for (const entry of entries ?? []) {
        const key = keys.get(entry.key) ?? { denied: new Set(), allowed: new Set(), places: new Map() };
        keys.set(entry.key, key);
        (entry.denied ? key.denied : key.allowed).add(type);
        if (!entry.place) continue;
        const below = key.places.get(entry.lists.length) ?? new Set();
        key.places.set(entry.lists.length, below.add(entry.place));
      }
    }
  }
  if (here.denied.size > 0) found.push({ path, ...here });
  for (const [name, key] of keys) visitKey([...path, name], key, depth + 1, found);
}

function visitKey(path: readonly string[], key: Key, depth: number, found: Found[]): void {
  // A field and the object that it returns have one path, unless a list lies between: one error then.
  const direct = key.places.get(0);
  if (direct && [...direct].some((place) => !place.open)) visit(path, key, direct, depth, found);
  else if (key.denied.size > 0) found.push({ path, denied: key.denied, allowed: key.allowed });
  for (const [levels, places] of key.places) {
    if (levels === 0 || [...places].every((place) => place.open)) continue;
    const items = [...path, ...Array.from({ length: levels }, () => EACH)];
    visit(items, { denied: new Set(), allowed: new Set() }, places, depth, found);
  }
}
