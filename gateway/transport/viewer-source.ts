// The subgraph that is no subgraph: `viewer`, answered in this process.
import type { GraphQLDataSource } from '@apollo/gateway';
import type { OperationsReader } from '../audit/index.ts';
import type { ExecutionContext } from '../execution/context.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import { VIEWER } from '../supergraph/compose.ts';
import { answerViewer } from '../viewer/viewer.ts';
import { reportErrors } from './reports.ts';

/**
 * As any other, it answers no errors: what goes wrong is reported in the request's context.
 * @param readOperations undefined where there is no audit trail.
 */
export function viewerDataSource(
  readOperations: OperationsReader | undefined,
  logger: GatewayLogger,
): GraphQLDataSource {
  return {
    async process({ request, context }) {
      const own = context as ExecutionContext;
      const { data, errors = [] } = await answerViewer(
        { query: request.query ?? '', variables: request.variables ?? {} },
        { ...own, readOperations },
      );
      const reported = errors.map(({ message, path, extensions: { code }, originalError }) => {
        const said = typeof code === 'string' ? code : undefined;
        if (said === undefined)
          logger.error({ requestId: own.requestId, err: originalError }, 'A field of viewer failed');
        return { code: said, message, path };
      });
      if (reported.length > 0) reportErrors(own.reports, VIEWER, reported);
      return { data: data ?? null };
    },
  };
}
