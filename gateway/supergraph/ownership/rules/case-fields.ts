// Fields of the case type: the contract's as they are (case-rights looks at their rights), and national ones that are
// nullable, so that a participant that is down never nulls more than its own, and that no other subgraph resolves.
import { Kind, print } from 'graphql';
import { canonicalSet } from '../canonical.ts';
import type { Rule } from '../published.ts';
import type { Refusal } from '../refusal.ts';
import { mayBeMissing } from './contract-unchanged.ts';

export const caseFields: Rule = ({ subgraph, caseType, types, ground }) => {
  const refusals: Refusal[] = [];
  const refuse = (field: string, expected: string, got: string) =>
    refusals.push({ rule: 'case-fields', subgraph, coordinate: `${caseType}.${field}`, expected, got });
  const type = types.get(caseType);
  if (!type) return [];
  const contract = new Map(ground.caseType.fields.map((field) => [field.name.value, field]));
  for (const field of type.fields) {
    const name = field.name.value;
    const expected = contract.get(name);
    if (expected) {
      if (print(field.type) !== print(expected.type)) refuse(name, print(expected.type), print(field.type));
      const got = canonicalSet(field.arguments ?? []);
      if (got !== canonicalSet(expected.arguments ?? [])) refuse(name, 'the contract\u2019s arguments', got || 'none');
    } else {
      if (ground.head.has(name)) refuse(name, 'a field that the hub does not resolve', 'a field of the head');
      if (name.startsWith('_')) refuse(name, 'a name that does not begin with _', name);
      if (field.type.kind === Kind.NON_NULL_TYPE) refuse(name, 'a nullable type', print(field.type));
    }
  }
  const declared = new Set(type.fields.map((field) => field.name.value));
  for (const field of ground.caseType.fields)
    if (!declared.has(field.name.value) && !mayBeMissing(field)) refuse(field.name.value, print(field.type), 'none');
  return refusals;
};
