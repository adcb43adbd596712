// The errors of an answer: one for each participant that did not answer, and no text that was not made here.
import { GraphQLError } from 'graphql';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { clientError } from '../errors/error-table.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import { clientPath } from '../planning/names.ts';
import { type SubgraphRoute, VIEWER } from '../supergraph/compose.ts';
import type { SubgraphError } from '../transport/reports.ts';
import type { OperationAnswer } from './compiled-operation.ts';
import type { GatewayContext } from './context.ts';

const LONGEST = 500;

export function errorsOf(
  { flaws }: Pick<OperationAnswer, 'flaws'>,
  { reports, requestId }: Pick<GatewayContext, 'reports' | 'requestId'>,
  routes: readonly SubgraphRoute[],
  logger: GatewayLogger,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  if (reports.failures.size === 0 && reports.errors.size === 0) return incomplete(flaws, requestId, logger);
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
  // A value that does not fit the schema was left out; after a failure above that is no news.
  if (errors.length === 0) errors.push(...incomplete(flaws, requestId, logger));
  return errors;
}

/** Words of the hub and the gateway about an argument pass: they are made in this project. A participant's never do. */
function errorOf(error: SubgraphError, subgraph: string, participant: string | undefined): GraphQLError {
  const path = error.path && clientPath(error.path);
  if ((subgraph === HUB || subgraph === VIEWER) && error.code === 'BAD_USER_INPUT' && error.message.length <= LONGEST)
    return new GraphQLError(error.message, { extensions: { code: error.code }, path: path ?? null });
  if (error.code === 'AUDIT_UNAVAILABLE' && participant !== undefined)
    return clientError('AUDIT_UNAVAILABLE', { participant });
  return clientError('INTERNAL_SERVER_ERROR', participant === undefined ? {} : { participant }, path);
}

function incomplete(flaws: OperationAnswer['flaws'], requestId: string, logger: GatewayLogger): GraphQLError[] {
  if (flaws.length === 0) return [];
  logger.warn({ requestId, paths: flaws }, 'Values did not fit the schema');
  return distinct(flaws.map((path) => clientError('INTERNAL_SERVER_ERROR', {}, path)));
}

function distinct(errors: readonly GraphQLError[]): GraphQLError[] {
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}
