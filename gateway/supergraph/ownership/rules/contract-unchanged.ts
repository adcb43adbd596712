// The contract's types are as the contract has them, rights included. What came later may be missing (an older
// participant): whole types, nullable fields, values, union members. Nothing may be added or different.
import { type FieldDefinitionNode, Kind } from 'graphql';
import { canonical, canonicalSet } from '../canonical.ts';
import type { DeclaredType } from '../declared-types.ts';
import type { Rule } from '../published.ts';
import type { Refusal } from '../refusal.ts';

export const contractUnchanged: Rule = ({ subgraph, types, ground }) =>
  [...types.values()].flatMap((type) => {
    const expected = ground.types.get(type.name);
    return expected ? compare(subgraph, type, expected) : [];
  });

function compare(subgraph: string, got: DeclaredType, contract: DeclaredType): Refusal[] {
  const refusals: Refusal[] = [];
  const refuse = (coordinate: string, expected: string, found: string) =>
    refusals.push({ rule: 'contract-unchanged', subgraph, coordinate, expected, got: found });
  const same = (coordinate: string, expected: string, found: string) => {
    if (expected !== found) refuse(coordinate, expected || 'none', found || 'none');
  };
  const { name } = contract;
  same(name, [...contract.kinds].join(' '), [...got.kinds].join(' '));
  same(name, canonicalSet(contract.directives), canonicalSet(got.directives));
  same(name, canonicalSet(contract.interfaces), canonicalSet(got.interfaces));

  const expectedParts = partsOf(contract);
  const gotParts = partsOf(got);
  for (const [part, node] of gotParts) {
    const expected = expectedParts.get(part);
    if (expected === undefined) refuse(`${name}.${part}`, 'the contract unchanged', 'an addition');
    else same(`${name}.${part}`, canonical(expected), canonical(node));
  }
  for (const field of contract.fields)
    if (!gotParts.has(field.name.value) && !mayBeMissing(field))
      refuse(`${name}.${field.name.value}`, canonical(field), 'none');
  return refusals;
}

function partsOf(type: DeclaredType) {
  const parts = [...type.fields, ...type.inputs, ...type.values, ...type.members];
  return new Map(parts.map((part) => [part.name.value, part]));
}

/** A field added to the contract is nullable (architecture.md, decision 5); one that is not was there from the start. */
export function mayBeMissing(field: FieldDefinitionNode): boolean {
  return field.type.kind !== Kind.NON_NULL_TYPE;
}
