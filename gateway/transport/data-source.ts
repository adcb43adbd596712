// What stands between the executor and one subgraph: it never throws and never answers errors. What goes wrong is
// reported in the request's context, and the data that is missing reads as null.
import type { GraphQLDataSource } from '@apollo/gateway';
import { type GraphQLSchema, OperationTypeNode, parse } from 'graphql';
import type { CallOptions } from '../config/read.ts';
import type { GatewayContext } from '../execution/context.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { SubgraphRoute } from '../supergraph/compose.ts';
import { type AnswerShape, answerShape, heldToShape } from './answer-shape.ts';
import type { AssertionFor } from './assertions.ts';
import { CallFailure } from './call-failure.ts';
import { callSubgraph, isRecord, type SubgraphAnswer } from './call-subgraph.ts';
import type { Connections } from './connections.ts';
import type { Guards } from './guards.ts';
import { reportErrors, type SubgraphError } from './reports.ts';
import { publishedSchema, trimOperation } from './trim-operation.ts';

export interface TransportOptions {
  readonly connections: Pick<Connections, 'to'>;
  readonly guards: Guards;
  readonly call: CallOptions;
  readonly assertionFor: AssertionFor;
  readonly metrics: Pick<Metrics, 'calls' | 'callSeconds'>;
}

/** How one text of an operation is sent to this subgraph, and what its answer may hold. */
interface Prepared {
  readonly query: string;
  readonly variables: ReadonlySet<string> | undefined;
  readonly shape: AnswerShape | undefined;
}

const PREPARED = 1_000;

export function subgraphDataSource(route: SubgraphRoute, options: TransportOptions): GraphQLDataSource {
  const url = route.url === undefined ? undefined : new URL(route.url);
  const schema = route.published?.missing.length ? publishedSchema(route.published.sdl) : undefined;
  const types = new Set(route.published?.objectTypes);
  const prepared = new Map<string, Prepared>();
  const prepare = (text: string) => {
    let known = prepared.get(text);
    if (!known) {
      known = prepareText(text, route.participant !== undefined, schema);
      if (prepared.size >= PREPARED) prepared.delete(prepared.keys().next().value ?? '');
      prepared.set(text, known);
    }
    return known;
  };

  const ask = async (
    text: string,
    variables: Record<string, unknown>,
    context: GatewayContext,
    repeatable: boolean,
  ) => {
    if (!url) throw new CallFailure('not-called', 'no published SDL was taken');
    const { query, variables: used, shape } = prepare(text);
    const sent = used ? Object.fromEntries(Object.entries(variables).filter(([name]) => used.has(name))) : variables;
    const body = JSON.stringify({ query, variables: sent });
    const { requestId, caller } = context;
    const assertion = await options.assertionFor(route.name, caller);
    const { origin } = url;
    // What is not to be read counts against the subgraph as what was not answered.
    return options.guards.run(route.name, origin, async () => {
      context.reports.contacted.add(route.name);
      const answer = await callSubgraph(
        options.connections.to(route.name, origin),
        { url, body, requestId, assertion, repeatable },
        options.call,
      );
      return shape ? heldTo(answer, shape, types, variables) : { ...answer, flawed: false };
    });
  };

  return {
    async process({ request, context, ...rest }) {
      const { reports } = context as GatewayContext;
      const variables = request.variables ?? {};
      const operation = 'incomingRequestContext' in rest ? rest.incomingRequestContext.operation : undefined;
      const began = performance.now();
      const end = options.metrics.callSeconds.startTimer({ subgraph: route.name });
      let outcome = 'answered';
      try {
        const answer = await ask(
          request.query ?? '',
          variables,
          context as GatewayContext,
          operation?.operation !== OperationTypeNode.MUTATION,
        );
        if (answer.errors?.length) {
          outcome = 'errors';
          reportErrors(
            reports,
            route.name,
            answer.errors.map((error) => readError(error, 'representations' in variables)),
          );
        }
        if (answer.flawed) {
          outcome = 'nonsense';
          reports.failures.set(route.name, new CallFailure('nonsense', 'got values that were not asked for'));
        }
        return { data: answer.data ?? null };
      } catch (error) {
        const failure =
          error instanceof CallFailure
            ? error
            : new CallFailure('unexpected', 'a fault of the gateway', { cause: error });
        outcome = failure.kind;
        reports.failures.set(route.name, failure);
        return { data: null };
      } finally {
        end();
        reports.took.set(route.name, Math.max(performance.now() - began, reports.took.get(route.name) ?? 0));
        options.metrics.calls.inc({ subgraph: route.name, outcome });
      }
    },
  };
}

function prepareText(text: string, held: boolean, schema: GraphQLSchema | undefined): Prepared {
  if (!held) return { query: text, variables: undefined, shape: undefined };
  const document = parse(text, { noLocation: true });
  if (!schema) return { query: text, variables: undefined, shape: answerShape(document) };
  const trimmed = trimOperation(document, schema);
  return { query: trimmed.query, variables: trimmed.variables, shape: answerShape(trimmed.document) };
}

interface HeldAnswer extends SubgraphAnswer {
  /** Whether a part was left out because it has another form or type than was asked for. */
  readonly flawed: boolean;
}

/** A participant's answer, with nothing that was not asked for. */
function heldTo(
  answer: SubgraphAnswer,
  shape: AnswerShape,
  types: ReadonlySet<string>,
  variables: Readonly<Record<string, unknown>>,
): HeldAnswer {
  if (!answer.data) throw new CallFailure('nonsense', 'expected data, got errors alone');
  const fitting = { types, flawed: false };
  const { representations } = variables;
  if (!Array.isArray(representations)) {
    const data = heldToShape(answer.data, shape.root, fitting) as Record<string, unknown> | null;
    return { ...answer, data, flawed: fitting.flawed };
  }
  const entities = answer.data._entities;
  if (!Array.isArray(entities) || entities.length !== representations.length)
    throw new CallFailure('nonsense', `expected ${representations.length} entities, got something else`);
  const held = entities.map((entity: unknown, index) => {
    if (entity === null) return null;
    const type: unknown = (representations[index] as Record<string, unknown>).__typename;
    const named = isRecord(entity) ? entity.__typename : undefined;
    // Of the type that was asked for, or of none: a case of one participant never becomes another's.
    const fitted =
      typeof type === 'string' && (named === undefined || named === type)
        ? heldToShape(entity, shape.entity(type), fitting)
        : undefined;
    if (isRecord(fitted)) return { ...fitted, __typename: type };
    fitting.flawed = true;
    return null;
  });
  return { ...answer, data: { _entities: held }, flawed: fitting.flawed };
}

function readError(error: unknown, belowEntity: boolean): SubgraphError {
  if (!isRecord(error)) return { code: undefined, message: '', path: undefined };
  const { message, path, extensions } = error;
  const code = isRecord(extensions) && typeof extensions.code === 'string' ? extensions.code : undefined;
  const isPath = Array.isArray(path) && path.every((part) => typeof part === 'string' || typeof part === 'number');
  return { code, message: typeof message === 'string' ? message : '', path: isPath && !belowEntity ? path : undefined };
}
