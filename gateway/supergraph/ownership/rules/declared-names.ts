// Only its own case type, the contract's types, types with its own prefix, and Query. Another's case type, a type that
// the hub owns, Mutation, Subscription, or a name that federation keeps: no.
import type { Rule } from '../published.ts';

export const declaredNames: Rule = ({ subgraph, caseType, prefix, types, ground }) =>
  [...types.keys()]
    .filter((name) => name !== caseType && name !== 'Query' && !ground.types.has(name))
    .filter((name) => !name.startsWith(prefix) || name.length === prefix.length || name.startsWith(`${prefix}_`))
    .map((name) => ({
      rule: 'declared-names',
      subgraph,
      coordinate: name,
      expected: `${caseType}, a type of the contract or a type ${prefix}…`,
      got: name,
    }));
