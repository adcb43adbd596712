// What stands between the executor and one subgraph: it never throws and never answers errors. What goes wrong is
// reported in the request's context, and the data that is missing reads as null. On a wide page it runs once for each
// participant, so whatever can be known before a call is.
import { type GraphQLSchema, parse } from 'graphql';
import type { CallOptions } from '../config/read.ts';
import type { ExecutionContext } from '../execution/context.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { SubgraphRoute } from '../supergraph/compose.ts';
import type { AssertionFor } from './assertions.ts';
import { CallFailure } from './call-failure.ts';
import { callSubgraph } from './call-subgraph.ts';
import type { Connections } from './connections.ts';
import type { Guards } from './guards.ts';
import { isRecord, type SubgraphAnswer } from './read-answer.ts';
import { MOST_ERRORS, reportErrors, type SubgraphError } from './reports.ts';
import { publishedSchema, trimOperation } from './trim-operation.ts';
import { began, ended } from './waits.ts';

/** @param repeatable false for a mutation, and for whatever follows from one. */
export type SubgraphSource = (
  query: string,
  variables: Readonly<Record<string, unknown>>,
  context: ExecutionContext,
  repeatable: boolean,
) => Promise<{ readonly data: Record<string, unknown> | null }>;

export interface TransportOptions {
  readonly connections: Pick<Connections, 'to'>;
  readonly guards: Guards;
  readonly call: CallOptions;
  readonly assertionFor: AssertionFor;
  readonly metrics: Pick<Metrics, 'calls' | 'callSeconds'>;
}

/** How one text of an operation is sent to this subgraph. */
interface Prepared {
  /** The body up to its variables. */
  readonly opening: string;
  /** Names of the variables that are sent; undefined for all. */
  readonly variables: ReadonlySet<string> | undefined;
}

/** Characters of the texts that are held prepared for one subgraph. A text that was forgotten is prepared anew. */
const MOST = 100_000;
/** Steps of a path: more than any operation has levels. */
const LONGEST_PATH = 200;
const NONE: ReadonlySet<string> = new Set();
/** A call with less time left is not made: timers go off this much too early. */
const LEAST_MS = 2;

export function subgraphSource(route: SubgraphRoute, options: TransportOptions): SubgraphSource {
  const { name } = route;
  const { guards, connections } = options;
  const { timeout } = options.call;
  const address = route.url === undefined ? undefined : addressOf(new URL(route.url));
  const schema = route.published?.missing.length ? publishedSchema(route.published.sdl) : undefined;
  const seconds = options.metrics.callSeconds.labels({ subgraph: name });
  const answered = options.metrics.calls.labels({ subgraph: name, outcome: 'answered' });
  const prepare = preparing((text) => prepareText(text, schema), MOST);

  const ask = async (
    text: string,
    variables: Readonly<Record<string, unknown>>,
    { caller, requestId, reports }: ExecutionContext,
    repeatable: boolean,
    deadline: number,
  ): Promise<SubgraphAnswer> => {
    if (!address) throw new CallFailure('not-called', 'no published SDL was taken');
    const { opening, variables: used } = prepare(text);
    const sent = used ? Object.fromEntries(Object.entries(variables).filter(([each]) => used.has(each))) : variables;
    const body = `${opening}${JSON.stringify(sent)}}`;
    let assertion = options.assertionFor(name, caller);
    if (assertion instanceof Promise) assertion = await assertion;
    const { origin, path } = address;
    const admitted = guards.admit(name, origin);
    try {
      reports.contacted.add(name);
      const { representations } = variables;
      const entities = Array.isArray(representations) ? representations.length : undefined;
      const call = { origin, path, body, entities, requestId, assertion, repeatable, deadline };
      const answer = await callSubgraph(connections.to(name, origin), call, options.call);
      checkEntities(answer, entities);
      admitted.ended();
      return answer;
    } catch (error) {
      // What is not to be read counts against the subgraph as what was not answered.
      const failure = asFailure(error);
      admitted.ended(failure);
      throw failure;
    }
  };

  return async (text, variables, context, repeatable) => {
    const { reports } = context;
    const start = performance.now();
    const deadline = began(reports.waits, name, start, timeout);
    try {
      if (deadline - start < LEAST_MS)
        throw new CallFailure('timeout', `expected its answers within ${timeout} ms, got not all`);
      const { data, errors } = await ask(text, variables, context, repeatable, deadline);
      if (errors?.length) {
        options.metrics.calls.inc({ subgraph: name, outcome: 'errors' });
        // Below an entity a path tells nothing.
        const names = 'representations' in variables ? NONE : new Set(text.match(/\w+/g));
        reportErrors(
          reports,
          name,
          errors.slice(0, MOST_ERRORS).map((error) => readError(error, names)),
        );
      } else answered.inc();
      return { data: data ?? null };
    } catch (error) {
      const failure = asFailure(error);
      options.metrics.calls.inc({ subgraph: name, outcome: failure.kind });
      reports.failures.set(name, failure);
      return { data: null };
    } finally {
      const end = performance.now();
      ended(reports.waits, name, end);
      const took = end - start;
      seconds.observe(took / 1_000);
      reports.took.set(name, Math.max(took, reports.took.get(name) ?? 0));
    }
  };
}

function asFailure(error: unknown): CallFailure {
  return error instanceof CallFailure
    ? error
    : new CallFailure('unexpected', 'a fault of the gateway', { cause: error });
}

/** What was made of texts, the newest of them that are of `most` characters together. */
export function preparing<Made>(make: (text: string) => Made, most: number): (text: string) => Made {
  const held = new Map<string, Made>();
  let characters = 0;
  return (text) => {
    const known = held.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    held.set(text, made);
    characters += text.length;
    for (const [oldest] of held) {
      if (characters <= most) break;
      held.delete(oldest);
      characters -= oldest.length;
    }
    return made;
  };
}

function addressOf({ origin, pathname, search }: URL) {
  return { origin, path: pathname + search };
}

function prepareText(text: string, schema: GraphQLSchema | undefined): Prepared {
  const trimmed = schema && trimOperation(parse(text, { noLocation: true }), schema);
  return {
    opening: `{"query":${JSON.stringify(trimmed?.query ?? text)},"variables":`,
    variables: trimmed?.variables,
  };
}

/** As many as were asked for, or nobody can tell which is which. */
function checkEntities({ data }: SubgraphAnswer, asked: number | undefined): void {
  if (asked === undefined) return;
  if (!data) throw new CallFailure('errors', 'expected data, got errors alone');
  const { _entities: entities } = data;
  if (!Array.isArray(entities) || entities.length !== asked)
    throw new CallFailure('nonsense', `expected ${asked} entities, got something else`);
}

/** @param names that were asked for. A path goes to the client, so that any other would be the subgraph's own words. */
function readError(error: unknown, names: ReadonlySet<string>): SubgraphError {
  if (!isRecord(error)) return { code: undefined, message: '', path: undefined };
  const { message, path, extensions } = error;
  const code = isRecord(extensions) && typeof extensions.code === 'string' ? extensions.code : undefined;
  const isStep = (part: unknown) => (typeof part === 'string' ? names.has(part) : Number.isSafeInteger(part));
  const isPath = Array.isArray(path) && path.length <= LONGEST_PATH && path.every(isStep);
  return {
    code,
    message: typeof message === 'string' ? message : '',
    path: isPath && names.size > 0 ? path : undefined,
  };
}
