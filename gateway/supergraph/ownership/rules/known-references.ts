// The participant's own types and fields refer to what it declares itself, and never back to Query: a root within a case
// would be a second way into the campaign.
import { type FieldDefinitionNode, type InputValueDefinitionNode, specifiedScalarTypes, visit } from 'graphql';
import { nationalTypes, type Rule } from '../published.ts';

const BUILT_IN = new Set(specifiedScalarTypes.map((scalar) => scalar.name));

export const knownReferences: Rule = (published) => {
  const { subgraph, caseType, types } = published;
  const own = types.get(caseType);
  const declared = (name: string) => (types.has(name) && name !== 'Query') || BUILT_IN.has(name);
  return (own ? [own, ...nationalTypes(published)] : nationalTypes(published)).flatMap((type) =>
    [...type.fields, ...type.inputs, ...type.members].flatMap((part) =>
      namesIn(part)
        .filter((name) => !declared(name))
        .map((name) => ({
          rule: 'known-references',
          subgraph,
          coordinate: `${type.name}.${part.name.value}`,
          expected: 'a type that this SDL declares, and not Query',
          got: name,
        })),
    ),
  );
};

function namesIn(part: FieldDefinitionNode | InputValueDefinitionNode | Parameters<typeof visit>[0]): string[] {
  const names: string[] = [];
  visit(part, { NamedType: (node) => void names.push(node.name.value) });
  return names;
}
