// The subgraph that is no subgraph: `viewer`, answered in this process.
import type { GraphQLDataSource } from '@apollo/gateway';
import type { ExecutionContext } from '../execution/context.ts';
import { answerViewer } from '../viewer/viewer.ts';

export function viewerDataSource(): GraphQLDataSource {
  return {
    async process({ request, context }) {
      const { data, errors } = await answerViewer(
        { query: request.query ?? '', variables: request.variables ?? {} },
        context as ExecutionContext,
      );
      if (errors?.[0]) throw errors[0];
      return { data: data as Record<string, unknown> };
    },
  };
}
