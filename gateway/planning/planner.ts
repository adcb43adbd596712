// Plans of operations over one supergraph, by Apollo's query planner. Slow (milliseconds) and synchronous: the caller
// keeps what it makes.
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { PreparedSupergraph } from './prepare-supergraph.ts';

export interface Planner {
  /** The API schema. */
  readonly schema: GraphQLSchema;
  /**
   * @param document in normal form, one operation.
   * @throws GraphQLError where it is not valid.
   */
  plan(document: DocumentNode): QueryPlan;
}

export function planner({ document }: Pick<PreparedSupergraph, 'document'>): Planner {
  // Valid as it was composed. Here a field may be `@external` that only its synthetic copies are still required of.
  const supergraph = Supergraph.build(document, { validateSupergraph: false });
  const schema = supergraph.apiSchema();
  // The executor reads what each fetch asks for from its document.
  const queryPlanner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true });
  let forClients: GraphQLSchema | undefined;
  return {
    get schema() {
      forClients ??= schema.toGraphQLJSSchema();
      return forClients;
    },
    plan: (operation) => queryPlanner.buildQueryPlan(operationFromDocument(schema, operation)),
  };
}
