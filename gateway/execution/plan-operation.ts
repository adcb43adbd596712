// The plan of an operation, for tests and the command line: never over HTTP, since it names every subgraph.
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { prettyFormatQueryPlan, type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';

export interface OperationPlanner {
  /** @throws GraphQLError where the text is not a valid operation of the schema. */
  plan(text: string, operationName?: string): QueryPlan;
}

/** Plans over a supergraph, its security directives stripped, as the gateway does. */
export function operationPlanner(strippedSdl: string): OperationPlanner {
  const supergraph = Supergraph.build(strippedSdl);
  const schema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph);
  return {
    plan(text, operationName) {
      const options = operationName === undefined ? {} : { operationName };
      return planner.buildQueryPlan(operationFromDocument(schema, parse(text), options));
    },
  };
}

export { prettyFormatQueryPlan as describePlan };
