// The executor that Apollo Server calls, and whoever has a prepared operation. What the client has to put right is refused;
// what the caller may not read is taken out before anything is planned, and stands as null in the answer; so does what cannot
// be put on record.
import { GraphQLError, Kind, OperationTypeNode } from 'graphql';
import { foldCoordinates, type Recorder, unrecordedErrors } from '../audit/index.ts';
import type { AskedOperation, FilteredOperation, Variables } from '../authorization/index.ts';
import type { Limits } from '../config/read.ts';
import { clientError, ERRORS } from '../errors/error-table.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { Metrics } from '../operations/metrics.ts';
import { PlanningRefused } from '../planning/thread/planning-refused.ts';
import { noReports, type Reports } from '../transport/reports.ts';
import { errorsOf } from './answer-errors.ts';
import type { OperationAnswer } from './compiled-operation.ts';
import type { ExecutionContext, GatewayContext } from './context.ts';
import { asItIs, type Form } from './form.ts';
import type { ExecutionAnswer, ExecutionRequest } from './gateway-types.ts';
import type { Generation } from './generation.ts';
import { participantStates } from './participant-states.ts';
import { type PreparedOperation, prepareOperation } from './prepared-operations.ts';

const NO_VARIABLES: Variables = Object.freeze({});

export interface ExecutorOptions {
  /** The generation whose schema the request was validated against. */
  readonly generationOf: (request: ExecutionRequest) => Generation;
  readonly limits: Pick<Limits, 'maxNodes'>;
  readonly logger: GatewayLogger;
  readonly metrics: Pick<Metrics, 'operations' | 'denials'>;
  /** Undefined where nothing is put on record. */
  readonly recorder?: Recorder | undefined;
  /** Whether operations are prepared for those that come again. */
  readonly prepares?: boolean;
}

/** One operation of one caller, as far as it may be answered. */
interface Asked {
  readonly prepared: PreparedOperation;
  readonly context: GatewayContext;
  readonly generation: Generation;
  readonly operation: AskedOperation;
  /** As they were sent. */
  readonly sent: Variables;
  /** What the caller has a right to. */
  readonly allowed: FilteredOperation;
}

export interface Answer<Formed> {
  readonly data: Formed;
  /** Empty where there are none. */
  readonly errors: readonly GraphQLError[];
  readonly extensions: ExecutionAnswer['extensions'];
}

export interface Executor {
  /** For Apollo Server, which has parsed and validated. What is carried out is prepared, where that is on. */
  readonly execute: (request: ExecutionRequest) => Promise<ExecutionAnswer>;
  /**
   * An operation that was prepared for this generation. Undefined where the client has something to put right: then
   * nothing was done, and Apollo Server says what it is.
   */
  executePrepared<Formed>(
    prepared: PreparedOperation,
    sent: Variables | undefined,
    context: GatewayContext,
    generation: Generation,
    form: Form<Formed>,
  ): Promise<Answer<Formed>> | undefined;
}

export function executor(options: ExecutorOptions): Executor {
  const { generationOf, limits, metrics, prepares } = options;
  return {
    execute: async (request) => {
      const context = request.context as unknown as GatewayContext;
      const generation = generationOf(request);
      const { document, operation, queryHash: hash, schema, source } = request;
      const operationName = request.request.operationName ?? null;
      const known = generation.prepared.find(source, operationName);
      const prepared = known ?? (operation && prepareOperation(schema, { document, operation, operationName, hash }));
      const sent = request.request.variables;
      const found = prepared
        ? allowedPart(prepared, sent, context, generation, limits.maxNodes)
        : { refused: [noSuchOperation(request)] };
      if ('refused' in found) {
        metrics.operations.inc({ outcome: 'refused' });
        return { errors: found.refused };
      }
      const { data, errors, extensions } = await answered(found, options, asItIs);
      // Not one that cannot be planned: it would be planned in vain, and logged, each time.
      if (prepares && prepared && !known) generation.prepared.keep(source, prepared);
      return { data, ...(errors.length > 0 ? { errors } : {}), ...(extensions ? { extensions } : {}) };
    },
    executePrepared(prepared, sent, context, generation, form) {
      let found: ReturnType<typeof allowedPart>;
      try {
        found = allowedPart(prepared, sent, context, generation, limits.maxNodes);
      } catch {
        // A fault of the gateway's own: it comes again by the other way, and is told and logged there.
        return undefined;
      }
      return 'refused' in found ? undefined : answered(found, options, form);
    },
  };
}

async function answered<Formed>(asked: Asked, options: ExecutorOptions, form: Form<Formed>): Promise<Answer<Formed>> {
  const { metrics, recorder } = options;
  noteUse(asked);
  if (asked.allowed.denied.length > 0) metrics.denials.inc();
  const { data, errors, own, reports } =
    recorder === undefined
      ? await carriedOut(asked, asked.allowed, options, form)
      : await onRecord(asked, recorder, options, form);
  metrics.operations.inc({ outcome: errors.length > 0 ? 'partial' : 'whole' });
  // First what follows from operation and rights alone, then what went wrong.
  const all = [...own, ...errors];
  const participants = participantStates(reports, asked.generation.supergraph.routes);
  return { data, errors: all, extensions: participants && { participants } };
}

function noteUse({ prepared, allowed, generation, context, sent }: Asked): void {
  if (!prepared.persisted) return;
  const { hash, operationName } = prepared;
  generation.lately.note(allowed.document, { hash, operationName, caller: context.caller, sent });
}

interface Outcome<Formed> {
  readonly data: Formed;
  /** What went wrong. */
  readonly errors: readonly GraphQLError[];
  /** What follows from operation and rights. */
  readonly own: readonly GraphQLError[];
  readonly reports: Reports;
}

/** Plans and executes a part of the operation. */
async function carriedOut<Formed>(
  { sent, context, generation, prepared }: Asked,
  part: FilteredOperation,
  { logger, metrics }: ExecutorOptions,
  form: Form<Formed>,
): Promise<Outcome<Formed>> {
  const { rights } = generation;
  const own: ExecutionContext = { ...context, mayRead: (coordinates) => rights.mayRead(coordinates, context.caller) };
  const reshaped: Form<Formed> = (data) => form(part.reshape(data));
  let answer: Pick<OperationAnswer<Formed>, 'data' | 'flaws'>;
  try {
    answer = await generation.execute(part.document, sent, own, reshaped, prepared.others);
  } catch (error) {
    metrics.operations.inc({ outcome: 'failed' });
    if (error instanceof PlanningRefused) throw notPlanned(error);
    logger.error({ err: error, requestId: context.requestId }, 'An operation could not be executed');
    throw clientError('INTERNAL_SERVER_ERROR');
  }
  const errors = errorsOf(answer, context, generation.supergraph.routes, logger);
  return { data: answer.data, errors, own: part.errors, reports: context.reports };
}

/**
 * As `carriedOut`, with an entry in the audit trail that is durable before this returns. Where it cannot be written,
 * nothing restricted is answered: the operation is carried out once more without.
 */
async function onRecord<Formed>(
  asked: Asked,
  recorder: Recorder,
  options: ExecutorOptions,
  form: Form<Formed>,
): Promise<Outcome<Formed>> {
  const { allowed, context, generation, operation, prepared } = asked;
  const closed = () => generation.rights.open(operation);
  const part = recorder.writable || allowed.disclosed.length === 0 ? allowed : closed();
  const folded = (coordinates: readonly string[]) => foldCoordinates(generation.schema, coordinates);
  const audited = { caller: context.caller, hash: prepared.hash, contacted: context.reports.contacted };
  let outcome: Outcome<Formed>;
  try {
    outcome = await carriedOut(asked, part, options, form);
  } catch (error) {
    // Subgraphs may have been asked all the same.
    await recorder.record({ ...audited, disclosed: [], denied: folded(allowed.denied) });
    throw error;
  }
  const { disclosed, denied } = part;
  const durable = await recorder.record({ ...audited, disclosed: folded(disclosed), denied: folded(denied) });
  if (part !== allowed) return { ...outcome, own: unrecordedErrors(allowed, part) };
  if (durable || disclosed.length === 0) return outcome;
  // A mutation is not done twice: it is answered with nothing.
  if (asked.prepared.operation.operation !== OperationTypeNode.QUERY)
    return { ...outcome, data: form(null), own: [...allowed.errors, clientError('AUDIT_UNAVAILABLE')] };
  const open = closed();
  const again = await carriedOut({ ...asked, context: { ...context, reports: noReports() } }, open, options, form);
  return { ...again, own: unrecordedErrors(allowed, open) };
}

/** What may be planned of the operation; or what the client has to put right: variables that do not fit, too many nodes. */
function allowedPart(
  prepared: PreparedOperation,
  sent: Variables = NO_VARIABLES,
  context: GatewayContext,
  generation: Generation,
  maxNodes: number,
): Asked | { readonly refused: readonly GraphQLError[] } {
  const { document, operationName, key } = prepared;
  const { errors, coerced: variables } = prepared.coerce(sent);
  if (errors) return { refused: errors };
  let nodes: number;
  try {
    nodes = prepared.nodes(variables);
  } catch (error) {
    // Null for a condition: a variable with a default may be null, @skip and @include may not.
    if (error instanceof GraphQLError) return { refused: [badCondition(error.message)] };
    throw error;
  }
  if (nodes > maxNodes) {
    const message = `Expected at most ${maxNodes} nodes by "first" along each path, got ${nodes}.`;
    return {
      refused: [new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_LARGE', http: { status: 400 } } })],
    };
  }
  const operation = { document, operationName, key, variables };
  try {
    const allowed = generation.rights.filter(operation, context.caller);
    return { prepared, context, generation, operation, sent, allowed };
  } catch (error) {
    if (error instanceof GraphQLError) return { refused: [error] };
    throw error;
  }
}

function noSuchOperation({ operationName, request, document }: ExecutionRequest): GraphQLError {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION).length;
  const name = request.operationName ?? operationName;
  return new GraphQLError(
    operations > 0 && name
      ? `Unknown operation named ${JSON.stringify(name)}.`
      : `Expected the name of one of ${operations} operations, got none.`,
  );
}

function notPlanned({ why }: PlanningRefused): GraphQLError {
  return why === 'busy'
    ? clientError('PLANNING_BUSY', { http: { status: ERRORS.PLANNING_BUSY.status } })
    : new GraphQLError('Expected an operation that can be planned in time, got one that takes longer.', {
        extensions: { code: 'OPERATION_TOO_LARGE', http: { status: 400 } },
      });
}

function badCondition(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}
