// The executor that Apollo Server calls: ours, with the stock one behind it. Rights, plans and shaping of our own come
// in here.
import { type FragmentDefinitionNode, GraphQLError, getVariableValues, Kind } from 'graphql';
import type { Limits } from '../config/read.ts';
import { clientError } from '../errors/error-table.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { Metrics } from '../operations/metrics.ts';
import { nodesOf } from '../protection/node-budget.ts';
import { errorsOf } from './answer-errors.ts';
import type { GatewayContext } from './context.ts';
import type { ExecutionAnswer, ExecutionRequest } from './gateway-types.ts';
import type { Generation } from './generation.ts';

export interface ExecutorOptions {
  /** The generation whose schema the request was validated against. */
  readonly generationOf: (request: ExecutionRequest) => Generation;
  readonly limits: Pick<Limits, 'maxNodes'>;
  readonly logger: GatewayLogger;
  readonly metrics: Pick<Metrics, 'operations'>;
}

export function executor({ generationOf, limits, logger, metrics }: ExecutorOptions) {
  return async (request: ExecutionRequest): Promise<ExecutionAnswer> => {
    const refused = refusalOf(request, limits.maxNodes);
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

/** What the client has to put right: no such operation, variables that do not fit, or more nodes than may be asked for. */
function refusalOf(
  { operation, operationName, request, document, schema }: ExecutionRequest,
  maxNodes: number,
): readonly GraphQLError[] {
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
  const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {});
  if (errors) return errors;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const nodes = nodesOf({ schema, operation, fragments, variables: coerced });
  if (nodes <= maxNodes) return [];
  return [
    new GraphQLError(`Expected at most ${maxNodes} nodes by "first" along each path, got ${nodes}.`, {
      extensions: { code: 'OPERATION_TOO_LARGE', http: { status: 400 } },
    }),
  ];
}
