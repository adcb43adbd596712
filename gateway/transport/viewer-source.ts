// The subgraph that is no subgraph: `viewer`, answered in this process.
import type { OperationsReader } from '../audit/index.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import { VIEWER } from '../supergraph/compose.ts';
import { answerViewer } from '../viewer/viewer.ts';
import { reportErrors } from './reports.ts';
import type { SubgraphSource } from './subgraph-source.ts';

/**
 * As any other, it answers no errors: what goes wrong is reported in the request's context.
 * @param readOperations undefined where there is no audit trail.
 */
export function viewerSource(readOperations: OperationsReader | undefined, logger: GatewayLogger): SubgraphSource {
  return async (query, variables, context) => {
    const { data, errors = [] } = await answerViewer({ query, variables }, { ...context, readOperations });
    const reported = errors.map(({ message, path, extensions: { code }, originalError }) => {
      const said = typeof code === 'string' ? code : undefined;
      if (said === undefined)
        logger.error({ requestId: context.requestId, err: originalError }, 'A field of viewer failed');
      return { code: said, message, path };
    });
    if (reported.length > 0) reportErrors(context.reports, VIEWER, reported);
    return { data: data ?? null };
  };
}
