// Rights on fields of the case type and on national fields: well formed, on a field of the contract at least as strict
// as the contract's, and on a field of an interface without alternatives of its own.
import type { FieldDefinitionNode } from 'graphql';
import type { DeclaredType } from '../declared-types.ts';
import { nationalTypes, type Rule } from '../published.ts';
import type { Refusal } from '../refusal.ts';
import { type Alternatives, implies, readAlternatives } from '../requirement.ts';

const LISTS = { requiresScopes: 'scopes', policy: 'policies' } as const;

export const caseRights: Rule = (published) => {
  const { subgraph, caseType, types, ground } = published;
  const refusals: Refusal[] = [];
  const contract = new Map(ground.caseType.fields.map((field) => [field.name.value, field]));
  const own = types.get(caseType);
  for (const type of own ? [own, ...nationalTypes(published)] : nationalTypes(published)) {
    for (const field of type.fields) {
      const expected = type === own ? contract.get(field.name.value) : undefined;
      const shared = expected !== undefined || inherited(type, types).has(field.name.value);
      const refuse = (wanted: string, got: string) =>
        refusals.push({
          rule: 'case-rights',
          subgraph,
          coordinate: `${type.name}.${field.name.value}`,
          expected: wanted,
          got,
        });
      if (expected && has(expected, 'authenticated') && !has(field, 'authenticated')) refuse('@authenticated', 'none');
      for (const [name, argument] of Object.entries(LISTS)) {
        const applied = field.directives?.filter((directive) => directive.name.value === name) ?? [];
        if (applied.length > 1) refuse(`@${name} once`, `${applied.length} times`);
        const got = applied[0] && readAlternatives(applied[0], argument);
        if (typeof got === 'string') refuse(`@${name}(${argument}:) with one to sixteen lists of names`, got);
        else {
          const least = expected && contractAlternatives(expected, name, argument);
          if (least && !(got && implies(got, least))) refuse(`@${name} at least as strict as ${say(least)}`, say(got));
          // Composition multiplies the alternatives of all who implement an interface: two each of twenty are a million.
          const most = Math.max(1, least?.length ?? 0);
          if (shared && got && got.length > most)
            refuse(`at most ${most} alternatives in @${name} on a field of an interface`, `${got.length}`);
        }
      }
    }
  }
  return refusals;
};

/** Names of the fields that a type has from its interfaces. */
function inherited(type: DeclaredType, types: ReadonlyMap<string, DeclaredType>): Set<string> {
  const fields = type.interfaces.flatMap((each) => types.get(each.name.value)?.fields ?? []);
  return new Set(fields.map((field) => field.name.value));
}

function say(alternatives: Alternatives | undefined): string {
  return alternatives ? JSON.stringify(alternatives) : 'none';
}

function contractAlternatives(field: FieldDefinitionNode, name: string, argument: string): Alternatives | undefined {
  const directive = field.directives?.find((each) => each.name.value === name);
  const read = directive && readAlternatives(directive, argument);
  if (typeof read === 'string') throw new Error(`expected the contract's @${name} to be well formed, got ${read}`);
  return read;
}

function has(field: FieldDefinitionNode, name: string): boolean {
  return field.directives?.some((directive) => directive.name.value === name) ?? false;
}
