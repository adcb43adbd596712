// The executor that Apollo Server calls: ours, with the stock one behind it. Rights, plans and shaping of our own come
// in here.
import { GraphQLError, getVariableValues, Kind } from 'graphql';
import { clientError } from '../errors/error-table.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { Metrics } from '../operations/metrics.ts';
import { errorsOf } from './answer-errors.ts';
import type { GatewayContext } from './context.ts';
import type { ExecutionAnswer, ExecutionRequest } from './gateway-types.ts';
import type { Generation } from './generation.ts';

export interface ExecutorOptions {
  /** The generation whose schema the request was validated against. */
  readonly generationOf: (request: ExecutionRequest) => Generation;
  readonly logger: GatewayLogger;
  readonly metrics: Pick<Metrics, 'operations'>;
}

export function executor({ generationOf, logger, metrics }: ExecutorOptions) {
  return async (request: ExecutionRequest): Promise<ExecutionAnswer> => {
    const refused = refusalOf(request);
    if (refused.length > 0) {
      metrics.operations.inc({ outcome: 'refused' });
      return { errors: refused };
    }
    const context = request.context as unknown as GatewayContext;
    const generation = generationOf(request);
    let answer: ExecutionAnswer;
    try {
      answer = await generation.execute(request);
    } catch (error) {
      metrics.operations.inc({ outcome: 'failed' });
      logger.error({ err: error, requestId: context.requestId }, 'An operation could not be executed');
      throw clientError('INTERNAL_SERVER_ERROR');
    }
    const errors = errorsOf(answer, context, generation.supergraph.routes, logger);
    metrics.operations.inc({ outcome: errors.length > 0 ? 'partial' : 'whole' });
    return { data: answer.data ?? null, ...(errors.length > 0 ? { errors } : {}) };
  };
}

/** What the client has to put right: no such operation, or variables that do not fit. */
function refusalOf({ operation, operationName, request, document, schema }: ExecutionRequest): readonly GraphQLError[] {
  if (!operation) {
    const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION).length;
    const name = request.operationName ?? operationName;
    return [
      new GraphQLError(
        operations > 0 && name
          ? `Unknown operation named ${JSON.stringify(name)}.`
          : `Expected the name of one of ${operations} operations, got none.`,
      ),
    ];
  }
  return getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {}).errors ?? [];
}
