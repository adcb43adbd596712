// One requirement: what one directive asks for. `@requiresScopes` and `@policy` are an OR of ANDs, and monotone: more
// rights never take anything away. Kinds on one coordinate combine with AND, so a coordinate has a list of these.
import type { Caller } from '../caller.ts';

/** An OR of ANDs, canonical: sorted, no doubles, no AND that contains another. */
export type AnyOf = readonly (readonly string[])[];

export type Requirement =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes'; readonly anyOf: AnyOf }
  | { readonly kind: 'policy'; readonly anyOf: AnyOf };

export const KINDS = ['authenticated', 'scopes', 'policy'] as const satisfies readonly Requirement['kind'][];

/** Beyond this an AND of ORs is not written out: no real schema comes near, and a hostile one must not stop the start. */
const MAX_ALTERNATIVES = 4_096;

/** Whether the caller meets the requirement. A caller without a token has no scopes, whatever it lists. */
export function meets(requirement: Requirement, caller: Caller): boolean {
  switch (requirement.kind) {
    case 'authenticated':
      return caller.authenticated;
    case 'scopes':
      return caller.authenticated && anyHeld(requirement.anyOf, caller.scopes);
    default:
      return anyHeld(requirement.anyOf, caller.labels);
  }
}

function anyHeld(anyOf: AnyOf, held: ReadonlySet<string>): boolean {
  return anyOf.some((all) => all.every((one) => held.has(one)));
}

/** Same text for the same requirement, different for different ones: a monotone OR of ANDs has one canonical form. */
export function requirementKey(requirement: Requirement): string {
  return requirement.kind === 'authenticated'
    ? requirement.kind
    : `${requirement.kind}:${JSON.stringify(requirement.anyOf)}`;
}

export function canonical(anyOf: AnyOf): AnyOf {
  const sorted = anyOf
    .map((all) => [...new Set(all)].toSorted())
    .toSorted((a, b) => a.length - b.length || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const kept: string[][] = [];
  for (const all of sorted) {
    if (!kept.some((smaller) => smaller.every((one) => all.includes(one)))) kept.push(all);
  }
  return kept;
}

/** The AND of several, one requirement a kind, in the order of KINDS. */
export function conjoin(requirements: readonly Requirement[]): Requirement[] {
  return KINDS.flatMap((kind): Requirement[] => {
    const same = requirements.filter((requirement) => requirement.kind === kind);
    if (same.length === 0) return [];
    if (kind === 'authenticated') return [{ kind }];
    let product: AnyOf = [[]];
    const seen = new Set<string>();
    for (const requirement of same) {
      const key = requirementKey(requirement);
      if (requirement.kind === 'authenticated' || seen.has(key)) continue;
      seen.add(key);
      if (product.length * requirement.anyOf.length > MAX_ALTERNATIVES) {
        throw new RangeError(`expected at most ${MAX_ALTERNATIVES} alternatives of ${kind} taken together, got more`);
      }
      product = canonical(product.flatMap((left) => requirement.anyOf.map((right) => [...left, ...right])));
    }
    return [{ kind, anyOf: product }];
  });
}

/** Whether everyone who meets all of `premise` meets `conclusion`. A scope is held with a token only. */
export function implies(premise: readonly Requirement[], conclusion: Requirement): boolean {
  const together = conjoin(premise);
  if (conclusion.kind === 'authenticated') return together.some((each) => each.kind !== 'policy');
  const same = together.find((each) => each.kind === conclusion.kind);
  if (same === undefined || same.kind === 'authenticated') return false;
  return same.anyOf.every((all) => conclusion.anyOf.some((needed) => needed.every((one) => all.includes(one))));
}
