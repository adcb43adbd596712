// The argument of @requiresScopes and @policy: an OR of ANDs of names.
import { type ConstDirectiveNode, Kind } from 'graphql';

export type Alternatives = readonly (readonly string[])[];

const MOST = 16;
/** Scopes stand in one string separated by spaces (RFC 6749, 3.3); policies follow the same form. */
const NAME = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/;

/** The alternatives, or in words what is wrong with them. */
export function readAlternatives(directive: ConstDirectiveNode, argument: string): Alternatives | string {
  const [given, ...others] = directive.arguments ?? [];
  if (given?.name.value !== argument || others.length > 0) return 'other arguments';
  if (given.value.kind !== Kind.LIST) return 'no list of lists';
  const alternatives: string[][] = [];
  for (const list of given.value.values) {
    if (list.kind !== Kind.LIST) return 'no list of lists';
    const names = list.values.map((value) => (value.kind === Kind.STRING ? value.value : ''));
    if (names.length === 0) return 'an empty list';
    if (names.length > MOST) return `${names.length} names`;
    const bad = names.find((name) => !NAME.test(name));
    if (bad !== undefined) return `the name ${JSON.stringify(bad)}`;
    alternatives.push(names);
  }
  if (alternatives.length === 0) return 'an empty list';
  return alternatives.length > MOST ? `${alternatives.length} lists` : alternatives;
}

/** Whether whoever meets `strict` meets `loose` as well. */
export function implies(strict: Alternatives, loose: Alternatives): boolean {
  return strict.every((all) => loose.some((some) => some.every((name) => all.includes(name))));
}
