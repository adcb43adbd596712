// Requirements on interfaces. Composition copies those of the implementers up, combined with AND, to interface and
// interface field. Here the walk over an operation is exact for each concrete type, so such copies are ignored, or one
// strict implementer would close all. Anything else on an interface was meant for every implementer, and is pushed down.
import type { DeclaredType, DeclaredTypes } from './declared.ts';
import { conjoin, type Requirement, requirementKey } from './requirement.ts';

export interface PushedDown {
  /** By object type: from the interfaces that it implements. */
  readonly types: ReadonlyMap<string, readonly Requirement[]>;
  /** By object type, then field. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, readonly Requirement[]>>;
}

export function pushDown(types: DeclaredTypes): PushedDown {
  const onTypes = new Map<string, Requirement[]>();
  const onFields = new Map<string, Map<string, Requirement[]>>();
  for (const [name, type] of types) {
    if (type.kind !== 'interface') continue;
    const implementers = implementersOf(name, types);
    const own = notDerived(
      type.own,
      implementers.flatMap(([, each]) => each.own),
    );
    for (const [implementer] of implementers) push(onTypes, implementer, own);
    for (const [field, declared] of type.fields) {
      const ownOfField = notDerived(
        declared.own,
        implementers.flatMap(([, each]) => each.fields.get(field)?.own ?? []),
      );
      if (ownOfField.length === 0) continue;
      for (const [implementer] of implementers) {
        const fields = onFields.get(implementer) ?? new Map<string, Requirement[]>();
        onFields.set(implementer, fields);
        push(fields, field, ownOfField);
      }
    }
  }
  return { types: onTypes, fields: onFields };
}

/** Object types that implement the interface; each names all its interfaces itself (GraphQL, "Objects"). */
export function implementersOf(name: string, types: DeclaredTypes): [string, DeclaredType][] {
  return [...types].filter(([, type]) => type.kind === 'object' && type.interfaces.has(name));
}

/** A requirement is taken for a copy where it is exactly the AND of the implementers' of its kind. */
function notDerived(declared: readonly Requirement[], implementers: readonly Requirement[]): Requirement[] {
  if (declared.length === 0) return [];
  const derived = new Set(conjoin(implementers).map(requirementKey));
  return declared.filter((requirement) => !derived.has(requirementKey(requirement)));
}

function push(to: Map<string, Requirement[]>, key: string, requirements: readonly Requirement[]): void {
  if (requirements.length > 0) to.set(key, [...(to.get(key) ?? []), ...requirements]);
}
