// What is composed for a participant: the contract of this gateway, and from the published SDL only what is the
// participant's own. An older SDL is so completed with what came later; the transport leaves that out of its calls.
import { type DocumentNode, Kind, type ObjectTypeDefinitionNode } from 'graphql';
import { caseTypeOf, contract, subgraphSdl } from '#schema/build/contract.ts';
import { nationalTypes, type Published } from './published.ts';

/**
 * @param published checked already.
 * @param nationals false: without the participant's own fields and types, but with the stricter rights that it sets on
 * fields of the contract. Nothing that it closed is open for that.
 */
export function completeSdl(published: Published, nationals = true): string {
  return subgraphSdl(contract('codes'), contract('case'), contract('feed'), ownCaseType(published, nationals), {
    kind: Kind.DOCUMENT,
    definitions: nationals ? nationalTypes(published).flatMap((type) => type.nodes) : [],
  });
}

function ownCaseType({ caseType, types }: Published, nationals: boolean): DocumentNode {
  const published = types.get(caseType);
  if (!published) throw new Error(`expected a checked SDL to declare ${caseType}`);
  const fields = new Map(published.fields.map((field) => [field.name.value, field]));
  const template = caseTypeOf('participant-case', caseType);
  const definitions = template.definitions.map((node) => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || node.name.value !== caseType) return node;
    const names = new Set(node.fields?.map((field) => field.name.value));
    const complete: ObjectTypeDefinitionNode = {
      ...node,
      interfaces: nationals ? published.interfaces : (node.interfaces ?? []),
      fields: [
        ...(node.fields ?? []).map((field) => {
          const rights = fields.get(field.name.value)?.directives;
          return rights ? { ...field, directives: rights } : field;
        }),
        ...published.fields.filter((field) => nationals && !names.has(field.name.value)),
      ],
    };
    return complete;
  });
  return { ...template, definitions };
}

/** What the contract has and the published SDL has not: names of types, and `Type.field`. */
export function missingFrom({ types, ground, caseType }: Published): string[] {
  const missing: string[] = [];
  for (const [name, type] of [...ground.types, [caseType, ground.caseType] as const]) {
    const published = types.get(name);
    if (!published) missing.push(name);
    else {
      const fields = new Set(published.fields.map((field) => field.name.value));
      for (const field of type.fields) if (!fields.has(field.name.value)) missing.push(`${name}.${field.name.value}`);
    }
  }
  return missing;
}

/** Object types that the participant's answers may name. */
export function objectTypes({ types }: Published): string[] {
  return [...types.values()]
    .filter((type) => type.kinds.has('object') && type.name !== 'Query')
    .map((type) => type.name);
}
