// No directive definitions: those of federation are built in, and one of the same name could change what they mean.
import { Kind } from 'graphql';
import type { Rule } from '../published.ts';

export const noDirectiveDefinitions: Rule = ({ subgraph, document }) =>
  document.definitions.flatMap((node) =>
    node.kind === Kind.DIRECTIVE_DEFINITION
      ? [
          {
            rule: 'no-directive-definitions',
            subgraph,
            coordinate: `@${node.name.value}`,
            expected: 'no definition of a directive',
            got: 'one',
          },
        ]
      : [],
  );
