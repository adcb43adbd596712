// The ways to ask that an owner's `whosees` tries: every set of scopes, without a purpose and with one.
import { CLASS_SCOPE } from '#schema/release/classes.ts';
import type { NamedPolicy } from './parse.ts';

export interface Way {
  /** `case:read`, with which the gateway opens a case at all, is always among them. */
  readonly scopes: readonly string[];
  /** Purpose stated, with a case reference: null for none, ANY_PURPOSE for any. */
  readonly purpose: string | null;
}

export const ANY_PURPOSE = 'any';

/** Scope that the contract's ways to a case ask for. A supporter's kind never has it: supporters see aggregates. */
export const DOOR = 'case:read';

/**
 * All ways, fewest scopes and least purpose first. Scopes and purposes that own policies compare with are among them.
 * @param agencies codes that own policies may compare with too, and that are no purposes.
 */
export function waysToRead(own: readonly NamedPolicy[], agencies: ReadonlySet<string>): Way[] {
  const scopes = new Set(Object.values(CLASS_SCOPE).filter((scope) => scope !== undefined));
  const purposes: (string | null)[] = [null, ANY_PURPOSE];
  for (const text of new Set(own.flatMap(({ json }) => textsIn(json.conditions)))) {
    if (text === DOOR || agencies.has(text)) continue;
    if (/^[a-z]+:[a-z-]+$/.test(text)) scopes.add(text);
    else purposes.push(text);
  }
  const sets = subsets([...scopes]).map((set) => [DOOR, ...set]);
  return purposes.flatMap((purpose) => sets.map((set) => ({ scopes: set, purpose })));
}

/** Whether one who can go the second way can go the first as well. */
export function isNoHarder(first: Way, second: Way): boolean {
  const purposeDoes =
    first.purpose === null ||
    first.purpose === second.purpose ||
    (first.purpose === ANY_PURPOSE && second.purpose !== null);
  return purposeDoes && first.scopes.every((scope) => second.scopes.includes(scope));
}

/** Smallest first. */
function subsets(all: readonly string[]): string[][] {
  const sets: string[][] = [[]];
  for (const each of all) sets.push(...sets.map((set) => [...set, each]));
  return sets.toSorted((a, b) => a.length - b.length);
}

/** Every text that stands in a condition, at any depth. */
function textsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('Value' in node && typeof node.Value === 'string') return [node.Value];
  return Object.values(node).flatMap(textsIn);
}
