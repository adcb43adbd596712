// On a type of the participant's own no right beyond @authenticated: composition carries it up to the interfaces, and a
// case whose type is forbidden vanishes whole.
import { nationalTypes, type Rule } from '../published.ts';

const RIGHTS = new Set(['requiresScopes', 'policy']);

export const typeRights: Rule = (published) => {
  const { subgraph, caseType, types } = published;
  const own = types.get(caseType);
  return (own ? [own, ...nationalTypes(published)] : nationalTypes(published)).flatMap((type) =>
    type.directives
      .filter((directive) => RIGHTS.has(directive.name.value))
      .map((directive) => ({
        rule: 'type-rights',
        subgraph,
        coordinate: type.name,
        expected: 'no right on a type beyond @authenticated',
        got: `@${directive.name.value}`,
      })),
  );
};
