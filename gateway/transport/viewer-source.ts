// The subgraph that is no subgraph: `viewer`, answered in this process.
import type { GraphQLDataSource } from '@apollo/gateway';
import type { ExecutionContext } from '../execution/context.ts';
import { VIEWER } from '../supergraph/compose.ts';
import { answerViewer } from '../viewer/viewer.ts';
import { reportErrors } from './reports.ts';

/** As any other, it answers no errors: what goes wrong is reported in the request's context. */
export function viewerDataSource(): GraphQLDataSource {
  return {
    async process({ request, context }) {
      const { data, errors = [] } = await answerViewer(
        { query: request.query ?? '', variables: request.variables ?? {} },
        context as ExecutionContext,
      );
      const answered = errors.map(({ extensions, message, path }) => ({
        code: typeof extensions.code === 'string' ? extensions.code : undefined,
        message,
        path,
      }));
      if (answered.length > 0) reportErrors((context as ExecutionContext).reports, VIEWER, answered);
      return { data: (data ?? null) as Record<string, unknown> };
    },
  };
}
