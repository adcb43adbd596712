// The seam between executor and transport: a call by the name of its subgraph.
import type { GraphQLDataSource } from '@apollo/gateway';
import { OperationTypeNode } from 'graphql';
import type { ExecutionContext } from './context.ts';
import type { CallSubgraph } from './plan/run.ts';

export function callSources(sources: ReadonlyMap<string, GraphQLDataSource>): CallSubgraph<ExecutionContext> {
  return async (subgraph, query, variables, context, repeatable) => {
    const source = sources.get(subgraph);
    if (!source) throw new Error(`expected a source for each subgraph, got none for ${subgraph}`);
    const operation = { operation: repeatable ? OperationTypeNode.QUERY : OperationTypeNode.MUTATION };
    const options = {
      request: { query, variables },
      incomingRequestContext: { operation },
      context,
    };
    return source.process(options as never);
  };
}
