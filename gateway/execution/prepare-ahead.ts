// Prepares and plans the operations that clients have told of, before a schema takes traffic: each as a whole, for rights that
// are usual, and for those who asked it lately on the schema before. Bounded, and with pauses, since that one goes on
// answering meanwhile.
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { type DocumentNode, GraphQLError, Kind, parse, type ValidationRule, validate } from 'graphql';
import type { Limits } from '../config/read.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { PersistedOperation } from '../persisted/manifest.ts';
import type { OperationList } from '../persisted/operation-list.ts';
import { PlanningRefused } from '../planning/thread/planning-refused.ts';
import { isNestedDeeply } from '../protection/nesting.ts';
import type { Generation } from './generation.ts';
import { type PreparedOperation, prepareOperation } from './prepared-operations.ts';
import type { RecentUse } from './recent-uses.ts';

export interface PrepareAheadOptions {
  /** Every rule that Apollo Server has in force. */
  readonly rules: readonly ValidationRule[];
  readonly limits: Limits;
  readonly logger: GatewayLogger;
  readonly metrics: Pick<Metrics, 'persistedOperations'>;
  /** What is not done by then is done when it is asked. */
  readonly signal: AbortSignal;
  /** Default 15 s. */
  readonly patienceMs?: number;
}

/**
 * What does not fit the schema is logged, and is answered as any request would be.
 * @param before the generation in use, if any.
 */
export type PrepareAhead = (list: OperationList, next: Generation, before: Generation | undefined) => Promise<void>;

/** Characters of the texts held: see `preparedOperations`. */
const MOST_CHARACTERS = 1_000_000;
const PATIENCE_MS = 15_000;

interface Ready {
  readonly operation: PersistedOperation;
  /** By each name that a client may give. */
  readonly prepared: readonly PreparedOperation[];
}

export function prepareAhead(options: PrepareAheadOptions): PrepareAhead {
  const { logger, metrics, signal, patienceMs = PATIENCE_MS } = options;
  return async (list, next, before) => {
    const began = performance.now();
    const pause = pauses(before !== undefined);
    const ready = new Map<string, Ready>();
    const refused = new Set<string>();
    let [characters, plans, partly] = [0, 0, false];
    const mayGoOn = (enough: boolean) => {
      const goesOn = enough && !signal.aborted && performance.now() - began < patienceMs;
      partly ||= !goesOn;
      return goesOn;
    };
    // On the schema in use there is none: it is full of what others asked, and what is new takes its place.
    const hasRoom = () => next === before || next.hasRoom();
    const refuse = ({ id, name }: PersistedOperation, message: string, faults: readonly string[]) => {
      refused.add(id);
      logger.error({ operation: { name, id }, faults }, message);
    };
    const over = new AbortController();
    const stopped = new Promise<false>((done) => {
      signal.addEventListener('abort', () => done(false), { once: true, signal: over.signal });
    });
    const done = new Set<DocumentNode>();
    const plan = async ({ operation }: Ready, documents: () => Iterable<DocumentNode>) => {
      if (refused.has(operation.id)) return;
      await pause();
      try {
        for (const document of documents()) {
          if (done.has(document)) continue;
          done.add(document);
          for (const each of next.plans(document)) {
            if (!mayGoOn(hasRoom())) return;
            await pause();
            if (await Promise.race([each(), stopped])) plans += 1;
          }
        }
      } catch (error) {
        if (signal.aborted) return;
        // Others wait for plans: this one is planned when it is asked.
        if (error instanceof PlanningRefused && error.why === 'busy') partly = true;
        else refuse(operation, 'A persisted operation could not be planned', [String(error)]);
      }
    };

    for (const operation of list.operations) {
      characters += operation.text.length;
      if (!mayGoOn(characters <= MOST_CHARACTERS)) break;
      await pause();
      const made = preparedOf(operation, next, options);
      if ('faults' in made) refuse(operation, 'A persisted operation does not fit the schema', made.faults);
      else ready.set(operation.id, { operation, prepared: made.prepared });
    }
    // First what is in use, and of that the latest.
    const used: [DocumentNode, RecentUse][] = [];
    for (const use of before?.lately.all() ?? []) {
      const found = ready.get(use.hash);
      if (!mayGoOn(hasRoom())) break;
      if (found)
        await plan(found, () => {
          const document = partOf(found, use, next);
          if (document) used.push([document, use]);
          return document ? [document] : [];
        });
    }
    for (const [document, use] of used.toReversed()) next.lately.note(document, use);
    for (const part of usualParts(next))
      for (const each of ready.values()) {
        if (!mayGoOn(hasRoom())) break;
        await plan(each, () => each.prepared.flatMap((prepared) => part(prepared) ?? []));
      }

    over.abort();

    const kept = [...ready.values()].filter(({ operation }) => !refused.has(operation.id));
    next.prepared.pin(
      kept.flatMap(({ operation, prepared }) => prepared.map((each) => [operation.text, each] as const)),
    );
    metrics.persistedOperations.set({ state: 'ready' }, kept.length);
    metrics.persistedOperations.set({ state: 'refused' }, refused.size);
    const counts = { ready: kept.length, refused: refused.size, plans, ms: Math.round(performance.now() - began) };
    if (partly) logger.warn(counts, 'Persisted operations were prepared in part; others are when they are asked');
    else logger.info(counts, 'Persisted operations were prepared');
  };
}

/** The whole of an operation; what of it is for those to whom no policy allows anything; and what is for everybody. */
function usualParts({ rights }: Generation): ((prepared: PreparedOperation) => DocumentNode | undefined)[] {
  const variables = {};
  return [
    (prepared) => rights.whole({ ...prepared, variables }),
    (prepared) => orUndefined(() => rights.unruled({ ...prepared, variables }).document),
    (prepared) => orUndefined(() => rights.open({ ...prepared, variables }).document),
  ];
}

/** What is left of an operation for somebody who asked it before. Undefined where they can ask it no more. */
function partOf(
  { prepared }: Ready,
  { operationName, sent, caller }: RecentUse,
  { rights }: Generation,
): DocumentNode | undefined {
  const found = prepared.find((each) => each.operationName === operationName);
  const variables = found?.coerce(sent).coerced;
  return found && variables && orUndefined(() => rights.filter({ ...found, variables }, caller).document);
}

/** Undefined where it is refused. */
function orUndefined<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

/** Looks at an operation as Apollo Server would, and as the executor does where no variable decides. */
function preparedOf(
  { id, text }: PersistedOperation,
  { schema }: Generation,
  { rules, limits }: Pick<PrepareAheadOptions, 'rules' | 'limits'>,
): Pick<Ready, 'prepared'> | { readonly faults: readonly string[] } {
  if (isNestedDeeply(text, limits)) return { faults: ['expected fewer brackets within brackets'] };
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: limits.maxTokens });
  } catch (error) {
    return { faults: [(error as Error).message] };
  }
  const faults = validate(schema, document, rules).map(({ message }) => message);
  if (faults.length > 0) return { faults };
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const prepared = operations.flatMap((operation) => {
    const names = [...(operations.length === 1 ? [null] : []), ...(operation.name ? [operation.name.value] : [])];
    return names.map((operationName) => ({
      ...prepareOperation(schema, { document, operation, operationName, hash: id }),
      persisted: true,
    }));
  });
  for (const each of prepared) {
    const { coerced } = each.coerce(undefined);
    const nodes = coerced ? each.nodes(coerced) : 0;
    if (nodes > limits.maxNodes) return { faults: [`expected at most ${limits.maxNodes} nodes, got ${nodes}`] };
  }
  return { prepared };
}

/** Gives way between two steps: for as long as the last took, where requests are answered meanwhile. */
function pauses(gently: boolean): () => Promise<void> {
  let since = performance.now();
  return async () => {
    await (gently ? sleep(performance.now() - since) : immediate());
    since = performance.now();
  };
}
