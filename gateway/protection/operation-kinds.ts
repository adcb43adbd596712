// Only operations that the schema has a root for: without one, no other rule looks at what is selected.
import { GraphQLError, type ValidationRule } from 'graphql';

export const operationKinds: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return undefined;
    context.reportError(
      new GraphQLError(`Expected a query, got a ${node.operation}: this schema has none.`, { nodes: node }),
    );
    return false;
  },
});
