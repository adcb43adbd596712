// What the contract says a participant may declare, for the rules to compare with.
import type { FieldDefinitionNode } from 'graphql';
import { caseTypeOf, contract } from '#schema/build/contract.ts';
import { type DeclaredType, declaredTypes } from './declared-types.ts';

export interface Ground {
  /** Types of the contract that every participant declares alike; without `Query` and the case type. */
  readonly types: ReadonlyMap<string, DeclaredType>;
  /** `Query.caseFeed`. */
  readonly rootFields: readonly FieldDefinitionNode[];
  /** Template of the case type. */
  readonly caseType: DeclaredType;
  /** Fields of a case that the hub resolves: its head. */
  readonly head: ReadonlySet<string>;
}

export function contractGround(caseType: string): Ground {
  const all = declaredTypes(contract('codes'), contract('case'), contract('feed'));
  const template = declaredTypes(caseTypeOf('participant-case', caseType)).get(caseType);
  const head = declaredTypes(caseTypeOf('head-case', caseType)).get(caseType);
  if (!template || !head) throw new Error(`expected the contract's templates to declare ${caseType}`);
  const own = new Set(template.fields.map((field) => field.name.value));
  return {
    types: new Map([...all].filter(([name]) => name !== 'Query')),
    rootFields: all.get('Query')?.fields ?? [],
    caseType: template,
    head: new Set(head.fields.map((field) => field.name.value).filter((name) => !own.has(name))),
  };
}
