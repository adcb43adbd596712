// The errors of an answer: one for each participant that did not answer, one for each place where it answered what does not
// fit, and no text that was not made here.
import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { clientError } from '../errors/error-table.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import { clientPath } from '../planning/names.ts';
import { type SubgraphRoute, VIEWER } from '../supergraph/compose.ts';
import type { SubgraphError } from '../transport/reports.ts';
import type { OperationAnswer } from './compiled-operation.ts';
import type { GatewayContext } from './context.ts';
import { misfitsOf } from './misfits.ts';

const LONGEST = 500;

export function errorsOf(
  { flaws }: Pick<OperationAnswer, 'flaws'>,
  { reports, requestId }: Pick<GatewayContext, 'reports' | 'requestId'>,
  routes: readonly SubgraphRoute[],
  logger: GatewayLogger,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  if (flaws.length === 0 && reports.failures.size === 0 && reports.errors.size === 0) return errors;
  const { bySubgraph, nobodys } = misfitsOf(flaws, reports);
  // In the order of the supergraph, not of the answers: the same question gets the same text.
  for (const { name, participant } of routes) {
    const failure = reports.failures.get(name);
    if (failure) {
      const places = bySubgraph.get(name);
      // Words of the gateway only: a parser's message would quote what was answered.
      const cause = failure.kind === 'unexpected' ? { err: failure } : {};
      logger.warn(
        { requestId, subgraph: name, kind: failure.kind, why: failure.message, ...cause, ...(places && { places }) },
        'A subgraph did not answer',
      );
      errors.push(...(places ?? [undefined]).map((path) => unavailable(name, participant, path)));
    }
    const answered = reports.errors.get(name) ?? [];
    for (const { code, path } of answered)
      logger.warn({ requestId, subgraph: name, code, path }, 'A subgraph answered an error');
    errors.push(...distinct(answered.map((error) => errorOf(error, name, participant))));
  }
  // What was told above may be why nobody was asked.
  if (errors.length > 0 || nobodys.length === 0) return errors;
  logger.warn({ requestId, paths: nobodys }, 'Values did not fit the schema');
  return distinct(nobodys.map((path) => clientError('INTERNAL_SERVER_ERROR', {}, path)));
}

/** @param path where it is about one place, that is null then or in what is. */
function unavailable(
  subgraph: string,
  participant: string | undefined,
  path: GraphQLErrorOptions['path'],
): GraphQLError {
  if (subgraph === VIEWER) return clientError('INTERNAL_SERVER_ERROR', {}, path);
  if (subgraph === HUB) return clientError('CAMPAIGN_UNAVAILABLE', {}, path);
  return clientError('PARTICIPANT_UNAVAILABLE', { participant: participant ?? subgraph }, path);
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

function distinct(errors: readonly GraphQLError[]): GraphQLError[] {
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}
