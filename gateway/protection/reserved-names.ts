// A client's own names do not begin with two underscores: the gateway's aliases do, and `__proto__` is no plain key.
import { GraphQLError, type NameNode, type ValidationRule } from 'graphql';

/** Looks at aliases, variables and fragments, wherever they stand. */
export const reservedNames: ValidationRule = (context) => {
  const check = (what: string, name: NameNode | undefined) => {
    if (name?.value.startsWith('__'))
      context.reportError(
        new GraphQLError(`Expected ${what} that does not begin with "__", got ${JSON.stringify(name.value)}.`, {
          nodes: name,
        }),
      );
  };
  return {
    Field: (node) => check('an alias', node.alias),
    VariableDefinition: (node) => check('a variable', node.variable.name),
    FragmentDefinition: (node) => check('a fragment', node.name),
  };
};
