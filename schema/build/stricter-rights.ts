// A field of the contract that a participant declares again in an extension of its case type: its rights are added to
// those of the contract, so that both are needed. Nothing else about the field may differ.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  GraphQLError,
  Kind,
  type ListValueNode,
  type ObjectTypeExtensionNode,
  print,
  type ValueNode,
} from 'graphql';

/** Argument of each directive that is an OR of ANDs. */
const LISTS: Readonly<Record<string, string>> = { requiresScopes: 'scopes', policy: 'policies' };

/**
 * Moves the rights on fields that `national` declares again from there to the template.
 * @param template the contract's document with the participant's case type in it.
 * @throws GraphQLError where such a field differs in type or arguments, or has a directive that is not a right.
 */
export function withStricterRights(
  template: DocumentNode,
  national: DocumentNode,
  caseType: string,
): { template: DocumentNode; national: DocumentNode } {
  const stricter = new Map<string, FieldDefinitionNode>();
  const contractFields = new Map(
    template.definitions.flatMap(fieldsOf(caseType)).map((each) => [each.name.value, each]),
  );
  const remaining = national.definitions.flatMap((definition): DefinitionNode[] => {
    if (definition.kind !== Kind.OBJECT_TYPE_EXTENSION || definition.name.value !== caseType) return [definition];
    const own = (definition.fields ?? []).filter((field) => !contractFields.has(field.name.value));
    for (const field of definition.fields ?? []) {
      if (own.includes(field)) continue;
      if (stricter.has(field.name.value))
        throw new GraphQLError(`${caseType}.${field.name.value}: expected it declared again once, got it twice`);
      stricter.set(field.name.value, field);
    }
    const left: ObjectTypeExtensionNode = { ...definition, fields: own };
    return own.length + (left.directives?.length ?? 0) + (left.interfaces?.length ?? 0) > 0 ? [left] : [];
  });
  const definitions = template.definitions.map((definition): DefinitionNode => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || definition.name.value !== caseType) return definition;
    const fields = (definition.fields ?? []).map((field) => {
      const again = stricter.get(field.name.value);
      return again === undefined ? field : tightened(field, again, caseType);
    });
    return { ...definition, fields };
  });
  return { template: { ...template, definitions }, national: { ...national, definitions: remaining } };
}

function fieldsOf(caseType: string): (definition: DefinitionNode) => readonly FieldDefinitionNode[] {
  return (definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === caseType
      ? (definition.fields ?? [])
      : [];
}

function tightened(field: FieldDefinitionNode, again: FieldDefinitionNode, caseType: string): FieldDefinitionNode {
  const at = `${caseType}.${field.name.value}`;
  if (print(again.type) !== print(field.type) || (again.arguments?.length ?? 0) > 0) {
    throw new GraphQLError(`${at}: expected the contract's type ${print(field.type)} again, got ${print(again)}`);
  }
  let directives = [...(field.directives ?? [])];
  for (const right of again.directives ?? []) directives = withRight(directives, right, at);
  return { ...field, directives };
}

function withRight(directives: ConstDirectiveNode[], right: ConstDirectiveNode, at: string): ConstDirectiveNode[] {
  const name = right.name.value;
  const list = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
  if (list === undefined && name !== 'authenticated') {
    throw new GraphQLError(`${at}: expected @authenticated, @requiresScopes or @policy, got @${name}`);
  }
  const present = directives.find((each) => each.name.value === name);
  if (present === undefined) return [...directives, right];
  if (list === undefined) return directives;
  return directives.map((each) => (each === present ? both(present, right, list, at) : each));
}

/** (a or b) and (c or d) is ac or ad or bc or bd. */
function both(one: ConstDirectiveNode, other: ConstDirectiveNode, list: string, at: string): ConstDirectiveNode {
  const values = alternatives(one, list, at).flatMap((left) =>
    alternatives(other, list, at).map((right): ListValueNode => {
      const seen = new Map([...left.values, ...right.values].map((value) => [print(value), value]));
      return { kind: Kind.LIST, values: [...seen.values()] };
    }),
  );
  const value = { kind: Kind.LIST, values } as const;
  return {
    ...one,
    arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: list }, value }],
  } as ConstDirectiveNode;
}

function alternatives(directive: ConstDirectiveNode, list: string, at: string): ListValueNode[] {
  const value: ValueNode | undefined = directive.arguments?.find((each) => each.name.value === list)?.value;
  const rows = value?.kind === Kind.LIST ? value.values : [];
  const lists = rows.filter((row): row is ListValueNode => row.kind === Kind.LIST && row.values.length > 0);
  if (lists.length === 0 || lists.length < rows.length) {
    throw new GraphQLError(`${at}: expected @${directive.name.value}(${list}: [[…]]), got ${print(directive)}`);
  }
  return lists;
}
