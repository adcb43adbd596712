// The executor that Apollo Server calls. What the client has to put right is refused; what the caller may not read is
// taken out before anything is planned, and stands as null in the answer.
import { type FragmentDefinitionNode, GraphQLError, getVariableValues, Kind } from 'graphql';
import type { FilteredOperation, Variables } from '../authorization/index.ts';
import type { Limits } from '../config/read.ts';
import { clientError } from '../errors/error-table.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { Metrics } from '../operations/metrics.ts';
import { nodesOf } from '../protection/node-budget.ts';
import { errorsOf } from './answer-errors.ts';
import type { ExecutionContext, GatewayContext } from './context.ts';
import type { ExecutionAnswer, ExecutionRequest } from './gateway-types.ts';
import type { Generation } from './generation.ts';

export interface ExecutorOptions {
  /** The generation whose schema the request was validated against. */
  readonly generationOf: (request: ExecutionRequest) => Generation;
  readonly limits: Pick<Limits, 'maxNodes'>;
  readonly logger: GatewayLogger;
  readonly metrics: Pick<Metrics, 'operations' | 'denials'>;
}

export function executor({ generationOf, limits, logger, metrics }: ExecutorOptions) {
  return async (request: ExecutionRequest): Promise<ExecutionAnswer> => {
    const context = request.context as unknown as GatewayContext;
    const generation = generationOf(request);
    const allowed = allowedPart(request, context, generation, limits.maxNodes);
    if (!('document' in allowed)) {
      metrics.operations.inc({ outcome: 'refused' });
      return { errors: allowed };
    }
    if (allowed.denied.length > 0) metrics.denials.inc();
    let answer: ExecutionAnswer;
    try {
      answer = await generation.execute(filteredRequest(request, context, generation, allowed));
    } catch (error) {
      metrics.operations.inc({ outcome: 'failed' });
      logger.error({ err: error, requestId: context.requestId }, 'An operation could not be executed');
      throw clientError('INTERNAL_SERVER_ERROR');
    }
    const errors = errorsOf(answer, context, generation.supergraph.routes, logger);
    metrics.operations.inc({ outcome: errors.length > 0 ? 'partial' : 'whole' });
    // First what follows from operation and rights alone, then what went wrong.
    const all = [...allowed.errors, ...errors];
    return { data: allowed.reshape(answer.data), ...(all.length > 0 ? { errors: all } : {}) };
  };
}

/** What may be planned of the operation, or why nothing is. */
function allowedPart(
  request: ExecutionRequest,
  context: GatewayContext,
  { rights }: Generation,
  maxNodes: number,
): FilteredOperation | readonly GraphQLError[] {
  const { document, queryHash } = request;
  const asked = askedVariables(request, maxNodes);
  if ('refused' in asked) return asked.refused;
  try {
    const operationName = request.request.operationName ?? null;
    return rights.filter({ document, operationName, hash: queryHash, variables: asked.variables }, context.caller);
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** The request as it is planned and executed. The plan key stands for the filtered document, never the client's text. */
function filteredRequest(
  request: ExecutionRequest,
  context: GatewayContext,
  { rights }: Generation,
  { document, planKey }: FilteredOperation,
): ExecutionRequest {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('expected an operation in what was filtered, got none');
  const own: ExecutionContext = { ...context, mayRead: (coordinates) => rights.mayRead(coordinates, context.caller) };
  return {
    ...request,
    document,
    operation,
    queryHash: planKey,
    context: own,
  };
}

/** The coerced variables; or what the client has to put right: no such operation, variables that do not fit, too many nodes. */
function askedVariables(
  { operation, operationName, request, document, schema }: ExecutionRequest,
  maxNodes: number,
): { readonly variables: Variables } | { readonly refused: readonly GraphQLError[] } {
  if (!operation) {
    const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION).length;
    const name = request.operationName ?? operationName;
    const message =
      operations > 0 && name
        ? `Unknown operation named ${JSON.stringify(name)}.`
        : `Expected the name of one of ${operations} operations, got none.`;
    return { refused: [new GraphQLError(message)] };
  }
  const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {});
  if (errors) return { refused: errors };
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const nodes = nodesOf({ schema, operation, fragments, variables: coerced });
  if (nodes <= maxNodes) return { variables: coerced };
  const message = `Expected at most ${maxNodes} nodes by "first" along each path, got ${nodes}.`;
  return {
    refused: [new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_LARGE', http: { status: 400 } } })],
  };
}
