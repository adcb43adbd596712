// The errors of an answer: one for each participant that did not answer, and no text that was not made here.
import { GraphQLError } from 'graphql';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { clientError } from '../errors/error-table.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import { type SubgraphRoute, VIEWER } from '../supergraph/compose.ts';
import type { SubgraphError } from '../transport/reports.ts';
import type { GatewayContext } from './context.ts';
import type { ExecutionAnswer } from './gateway-types.ts';

const MOST = 20;
const LONGEST = 500;

export function errorsOf(
  answer: ExecutionAnswer,
  { reports, requestId }: Pick<GatewayContext, 'reports' | 'requestId'>,
  routes: readonly SubgraphRoute[],
  logger: GatewayLogger,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  // In the order of the supergraph, not of the answers: the same question gets the same text.
  for (const { name, participant } of routes) {
    const failure = reports.failures.get(name);
    if (failure) {
      // Words of the gateway only: a parser's message would quote what was answered.
      const cause = failure.kind === 'unexpected' ? { err: failure } : {};
      logger.warn(
        { requestId, subgraph: name, kind: failure.kind, why: failure.message, ...cause },
        'A subgraph did not answer',
      );
      errors.push(
        name === HUB
          ? clientError('CAMPAIGN_UNAVAILABLE')
          : clientError('PARTICIPANT_UNAVAILABLE', { participant: participant ?? name }),
      );
    }
    const answered = reports.errors.get(name) ?? [];
    for (const { code, path } of answered)
      logger.warn({ requestId, subgraph: name, code, path }, 'A subgraph answered an error');
    errors.push(...distinct(answered.map((error) => errorOf(error, name, participant))));
  }
  const unexpected = answer.errors ?? [];
  for (const error of unexpected) logger.error({ requestId, err: error }, 'The executor answered an error');
  if (unexpected.length > 0) errors.push(clientError('INTERNAL_SERVER_ERROR'));
  // A value that does not fit the schema was left out; after a failure above that is no news.
  if (errors.length === 0) errors.push(...incomplete(answer, requestId, logger));
  return errors;
}

/** Words of the hub and the gateway about an argument pass: they are made in this project. A participant's never do. */
function errorOf(error: SubgraphError, subgraph: string, participant: string | undefined): GraphQLError {
  if ((subgraph === HUB || subgraph === VIEWER) && error.code === 'BAD_USER_INPUT' && error.message.length <= LONGEST)
    return new GraphQLError(error.message, { extensions: { code: error.code }, path: error.path ?? null });
  if (error.code === 'AUDIT_UNAVAILABLE' && participant !== undefined)
    return clientError('AUDIT_UNAVAILABLE', { participant });
  return clientError('INTERNAL_SERVER_ERROR', participant === undefined ? {} : { participant }, error.path);
}

function incomplete(answer: ExecutionAnswer, requestId: string, logger: GatewayLogger): GraphQLError[] {
  const found: unknown = answer.extensions?.valueCompletion;
  if (!Array.isArray(found)) return [];
  const values = found.filter((each) => each instanceof GraphQLError);
  logger.warn({ requestId, paths: values.slice(0, MOST).map(({ path }) => path) }, 'Values did not fit the schema');
  return distinct(values.map(({ path }) => clientError('INTERNAL_SERVER_ERROR', {}, path))).slice(0, MOST);
}

function distinct(errors: readonly GraphQLError[]): GraphQLError[] {
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}
