// The executor that Apollo Server calls. What the client has to put right is refused; what the caller may not read is
// taken out before anything is planned, and stands as null in the answer; so does what cannot be put on record.
import { type FragmentDefinitionNode, GraphQLError, getVariableValues, Kind, OperationTypeNode } from 'graphql';
import { foldCoordinates, type Recorder, unrecordedErrors } from '../audit/index.ts';
import type { AskedOperation, FilteredOperation, Variables } from '../authorization/index.ts';
import type { Limits } from '../config/read.ts';
import { clientError } from '../errors/error-table.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { Metrics } from '../operations/metrics.ts';
import { nodesOf } from '../protection/node-budget.ts';
import { noReports, type Reports } from '../transport/reports.ts';
import { errorsOf } from './answer-errors.ts';
import type { ExecutionContext, GatewayContext } from './context.ts';
import type { ExecutionAnswer, ExecutionRequest } from './gateway-types.ts';
import type { Generation } from './generation.ts';
import { participantStates } from './participant-states.ts';

export interface ExecutorOptions {
  /** The generation whose schema the request was validated against. */
  readonly generationOf: (request: ExecutionRequest) => Generation;
  readonly limits: Pick<Limits, 'maxNodes'>;
  readonly logger: GatewayLogger;
  readonly metrics: Pick<Metrics, 'operations' | 'denials'>;
  /** Undefined where nothing is put on record. */
  readonly recorder?: Recorder | undefined;
}

/** One operation of one caller, as far as it may be answered. */
interface Asked {
  readonly request: ExecutionRequest;
  readonly context: GatewayContext;
  readonly generation: Generation;
  readonly operation: AskedOperation;
  /** What the caller has a right to. */
  readonly allowed: FilteredOperation;
}

export function executor(options: ExecutorOptions) {
  const { generationOf, limits, metrics, recorder } = options;
  return async (request: ExecutionRequest): Promise<ExecutionAnswer> => {
    const context = request.context as unknown as GatewayContext;
    const generation = generationOf(request);
    const found = allowedPart(request, context, generation, limits.maxNodes);
    if ('refused' in found) {
      metrics.operations.inc({ outcome: 'refused' });
      return { errors: found.refused };
    }
    const asked: Asked = { request, context, generation, ...found };
    if (asked.allowed.denied.length > 0) metrics.denials.inc();
    const { data, errors, own, reports } =
      recorder === undefined
        ? await carriedOut(asked, asked.allowed, options)
        : await onRecord(asked, recorder, options);
    metrics.operations.inc({ outcome: errors.length > 0 ? 'partial' : 'whole' });
    // First what follows from operation and rights alone, then what went wrong.
    const all = [...own, ...errors];
    const participants = participantStates(reports, generation.supergraph.routes);
    return {
      data,
      ...(all.length > 0 ? { errors: all } : {}),
      ...(participants ? { extensions: { participants } } : {}),
    };
  };
}

interface Outcome {
  readonly data: Readonly<Record<string, unknown>> | null;
  /** What went wrong. */
  readonly errors: readonly GraphQLError[];
  /** What follows from operation and rights. */
  readonly own: readonly GraphQLError[];
  readonly reports: Reports;
}

/** Plans and executes a part of the operation. */
async function carriedOut(
  { request, context, generation }: Asked,
  part: FilteredOperation,
  { logger, metrics }: ExecutorOptions,
): Promise<Outcome> {
  const { rights } = generation;
  const own: ExecutionContext = { ...context, mayRead: (coordinates) => rights.mayRead(coordinates, context.caller) };
  let answer: Awaited<ReturnType<Generation['execute']>>;
  try {
    answer = await generation.execute(part.document, request.request.variables ?? {}, own);
  } catch (error) {
    metrics.operations.inc({ outcome: 'failed' });
    logger.error({ err: error, requestId: context.requestId }, 'An operation could not be executed');
    throw clientError('INTERNAL_SERVER_ERROR');
  }
  const errors = errorsOf(answer, context, generation.supergraph.routes, logger);
  return { data: part.reshape(answer.data), errors, own: part.errors, reports: context.reports };
}

/**
 * As `carriedOut`, with an entry in the audit trail that is durable before this returns. Where it cannot be written,
 * nothing restricted is answered: the operation is carried out once more without.
 */
async function onRecord(asked: Asked, recorder: Recorder, options: ExecutorOptions): Promise<Outcome> {
  const { allowed, context, generation, operation, request } = asked;
  const closed = () => generation.rights.open(operation);
  const part = recorder.writable || allowed.disclosed.length === 0 ? allowed : closed();
  const folded = (coordinates: readonly string[]) => foldCoordinates(generation.schema, coordinates);
  const audited = { caller: context.caller, hash: request.queryHash, contacted: context.reports.contacted };
  let outcome: Outcome;
  try {
    outcome = await carriedOut(asked, part, options);
  } catch (error) {
    // Subgraphs were asked all the same.
    await recorder.record({ ...audited, disclosed: [], denied: folded(allowed.denied) });
    throw error;
  }
  const { disclosed, denied } = part;
  const durable = await recorder.record({ ...audited, disclosed: folded(disclosed), denied: folded(denied) });
  if (part !== allowed) return { ...outcome, own: unrecordedErrors(allowed, part) };
  if (durable || disclosed.length === 0) return outcome;
  // A mutation is not done twice: it is answered with nothing.
  if (request.operation.operation !== OperationTypeNode.QUERY)
    return { ...outcome, data: null, own: [...allowed.errors, clientError('AUDIT_UNAVAILABLE')] };
  const open = closed();
  const again = await carriedOut({ ...asked, context: { ...context, reports: noReports() } }, open, options);
  return { ...again, own: unrecordedErrors(allowed, open) };
}

/** What may be planned of the operation, or why nothing is. */
function allowedPart(
  request: ExecutionRequest,
  context: GatewayContext,
  { rights }: Generation,
  maxNodes: number,
): Pick<Asked, 'operation' | 'allowed'> | { readonly refused: readonly GraphQLError[] } {
  const { document, queryHash } = request;
  const asked = askedVariables(request, maxNodes);
  if ('refused' in asked) return asked;
  const operationName = request.request.operationName ?? null;
  const operation = { document, operationName, hash: queryHash, variables: asked.variables };
  try {
    return { operation, allowed: rights.filter(operation, context.caller) };
  } catch (error) {
    if (error instanceof GraphQLError) return { refused: [error] };
    throw error;
  }
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
  let nodes: number;
  try {
    nodes = nodesOf({ schema, operation, fragments, variables: coerced });
  } catch (error) {
    // Null for a condition: a variable with a default may be null, @skip and @include may not.
    if (error instanceof GraphQLError) return { refused: [badCondition(error.message)] };
    throw error;
  }
  if (nodes <= maxNodes) return { variables: coerced };
  const message = `Expected at most ${maxNodes} nodes by "first" along each path, got ${nodes}.`;
  return {
    refused: [new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_LARGE', http: { status: 400 } } })],
  };
}

function badCondition(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}
