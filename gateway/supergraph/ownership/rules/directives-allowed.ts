// On the participant's own types and fields only directives of a short list. @override, @interfaceObject, @external,
// @requires, @provides, @composeDirective, @tag, @context, @cost and whatever comes later are not on it.
// (The contract's types are held unchanged, directives included, by contract-unchanged.)
import type { ConstDirectiveNode } from 'graphql';
import { nationalTypes, type Published, type Rule } from '../published.ts';

// Rights beyond @authenticated are refused by type-rights, which says why.
const CASE_TYPE = ['key', 'authenticated', 'requiresScopes', 'policy'];
const TYPE = ['authenticated', 'requiresScopes', 'policy', 'specifiedBy', 'oneOf'];
const FIELD = ['authenticated', 'requiresScopes', 'policy', 'deprecated'];
const PART = ['deprecated'];

export const directivesAllowed: Rule = (published) => {
  const { subgraph, caseType, types } = published;
  const check = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined, allowed: string[]) =>
    (directives ?? [])
      .filter((directive) => !allowed.includes(directive.name.value))
      .map((directive) => ({
        rule: 'directives-allowed',
        subgraph,
        coordinate,
        expected: `of directives ${allowed.map((name) => `@${name}`).join(' ')} alone`,
        got: `@${directive.name.value}`,
      }));
  return own(published).flatMap((type) => [
    ...check(type.name, type.directives, type.name === caseType ? CASE_TYPE : TYPE),
    ...type.fields.flatMap((field) => [
      ...check(`${type.name}.${field.name.value}`, field.directives, FIELD),
      ...(field.arguments ?? []).flatMap((argument) =>
        check(`${type.name}.${field.name.value}(${argument.name.value}:)`, argument.directives, PART),
      ),
    ]),
    ...[...type.inputs, ...type.values].flatMap((part) =>
      check(`${type.name}.${part.name.value}`, part.directives, PART),
    ),
  ]);

  function own(of: Published) {
    const caseDeclared = types.get(caseType);
    return caseDeclared ? [caseDeclared, ...nationalTypes(of)] : nationalTypes(of);
  }
};
