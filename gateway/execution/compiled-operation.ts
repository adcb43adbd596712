// An operation ready to run: its plan in closures, and the shape of its answer.
import type { QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, executeSync, type GraphQLSchema, Kind, OperationTypeNode } from 'graphql';
import type { Representative } from '../planning/alike/classes.ts';
import { fragmentsOf } from '../planning/fragments.ts';
import { clientName, clientPath, NOTHING } from '../planning/names.ts';
import type { NormalForm } from '../planning/normal-form.ts';
import type { PreparedSupergraph } from '../planning/prepare-supergraph.ts';
import type { WholePlan } from '../planning/whole-plan.ts';
import type { Form } from './form.ts';
import { compilePlan, rootTargets } from './plan/compile.ts';
import { type Data, isData } from './plan/data.ts';
import type { Origins } from './plan/origins.ts';
import { representativesOf } from './plan/representatives.ts';
import type { CallSubgraph, Run } from './plan/run.ts';
import { collectFields, type Selecting } from './shape/collect.ts';
import { Flaws } from './shape/flaws.ts';
import { shapeOf } from './shape/shaper.ts';

export interface OperationAnswer<Formed = unknown> {
  readonly data: Formed;
  /** What subgraphs answered besides data, paths in the client's names; without a path below entities. */
  readonly errors: readonly unknown[];
  /** Where the data does not fit the schema; not more than tell something. */
  readonly flaws: readonly Flaw[];
  /** Subgraphs of which a part was not taken: it was not asked for, or has another form. */
  readonly flawed: ReadonlySet<string>;
}

export interface Flaw {
  /** In the client's names. */
  readonly path: readonly (string | number)[];
  /** Who was asked for the value: most often one, none where it could not be asked for. */
  readonly subgraphs: readonly string[];
  /** Nothing is there where something must be, be it that nobody answered it. */
  readonly isMissing: boolean;
}

export interface CompiledOperation {
  /** Characters of the operations that it sends. */
  readonly length: number;
  /** @param variables by planned name. */
  run<Context, Formed>(
    variables: Readonly<Record<string, unknown>>,
    context: Context,
    call: CallSubgraph<Context>,
    form: Form<Formed>,
  ): Promise<OperationAnswer<Formed>>;
}

const NONE_ALIKE: ReadonlyMap<string, string> = new Map();

export function compileOperation(
  normal: Pick<NormalForm, 'document' | 'operation'>,
  { plan, representatives }: WholePlan,
  supergraph: Pick<PreparedSupergraph, 'required' | 'types'>,
  schema: GraphQLSchema,
): CompiledOperation {
  const { operation: kind, selectionSet } = normal.operation;
  const root = schema.getRootType(kind);
  if (!root) throw new Error(`expected a schema with a ${kind} type, got one without`);
  const { step, origins } = compilePlan(plan, supergraph, representatives);
  const selecting: Selecting = {
    fragments: fragmentsOf(normal.document),
    isOfType: isOfTypeIn(schema),
    alike: representativesOf(representatives)?.alike ?? NONE_ALIKE,
  };
  const shape = shapeOf(selectionSet, root.name, schema, selecting);
  const introspection = introspectionOf(normal, root.name, selecting);
  const repeatable = kind !== OperationTypeNode.MUTATION;
  return {
    length: lengthOf(plan.node, membersOf(representatives)),
    async run(variables, context, call, form) {
      const errors: unknown[] = [];
      const flawed = new Set<string>();
      const data = introspection ? introspect(schema, introspection, variables) : {};
      const run: Run = {
        variables,
        data,
        async call(subgraph, text, given) {
          const answer = await call(subgraph, text, given, context, repeatable);
          if (answer.errors) for (const error of answer.errors) errors.push(inClientNames(error, given));
          return answer.data ?? null;
        },
        flawed: (subgraph) => void flawed.add(subgraph),
      };
      await step(run, rootTargets(data));
      const flaws = new Flaws();
      return {
        data: form(shape(data, flaws)),
        errors,
        flaws: flaws.count === 0 ? [] : located(flaws, data, origins, supergraph.types),
        flawed,
      };
    },
  };
}

function located(flaws: Flaws, data: Data, origins: Origins, types: PreparedSupergraph['types']): Flaw[] {
  return flaws.places().map(({ path, inData }) => {
    const { value, subgraphs } = origins.at(data, inData);
    if (inData.at(-1) !== '__typename') return { path, subgraphs, isMissing: value === null || value === undefined };
    // Who knows an interface only has said what there was to say; whoever knows the type has not.
    return { path, subgraphs: subgraphs.filter((each) => !types.answers(each, String(value))), isMissing: true };
  });
}

/** How many members each subgraph of the plan stands for, where it stands for any. */
function membersOf(representatives: readonly Representative[]): ReadonlyMap<string, number> {
  return new Map(representatives.map(({ slot, members }) => [slot.subgraph, members.length]));
}

function lengthOf(node: QueryPlan['node'], members: ReadonlyMap<string, number>): number {
  switch (node?.kind) {
    case 'Fetch':
      return node.operation.length * (members.get(node.serviceName) ?? 1);
    case 'Flatten':
      return lengthOf(node.node, members);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.reduce((sum, each) => sum + lengthOf(each, members), 0);
    default:
      return 0;
  }
}

const known = new WeakMap<GraphQLSchema, Selecting['isOfType']>();

function isOfTypeIn(schema: GraphQLSchema): Selecting['isOfType'] {
  const made = known.get(schema);
  if (made) return made;
  const above = new Map<string, Set<string>>();
  const put = (name: string, of: string) => above.set(name, (above.get(name) ?? new Set()).add(of));
  for (const type of Object.values(schema.getTypeMap())) {
    if ('getInterfaces' in type) for (const each of type.getInterfaces()) put(type.name, each.name);
    if ('getTypes' in type) for (const each of type.getTypes()) put(each.name, type.name);
  }
  const isOfType: Selecting['isOfType'] = (name, of) => name === of || (above.get(name)?.has(of) ?? false);
  known.set(schema, isOfType);
  return isOfType;
}

/** What is asked of the schema itself: no subgraph answers that. */
function introspectionOf(
  { document, operation }: Pick<NormalForm, 'document' | 'operation'>,
  root: string,
  selecting: Selecting,
): DocumentNode | undefined {
  const asked = [...collectFields([operation.selectionSet], root, selecting).values()]
    .flat()
    .filter(({ name }) => name.value === '__schema' || name.value === '__type');
  if (asked.length === 0) return undefined;
  const selectionSet = { kind: Kind.SELECTION_SET as const, selections: asked };
  const definitions = document.definitions.map((node) => (node === operation ? { ...operation, selectionSet } : node));
  return { kind: Kind.DOCUMENT, definitions };
}

function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): Data {
  const { data, errors } = executeSync({ schema, document, variableValues });
  if (!data || errors?.length) throw new Error('the schema could not be asked about itself', { cause: errors?.[0] });
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, namedByClient(value)]));
}

/** Below its own name, which the shape restores, what the schema says of itself is answered as it is. */
function namedByClient(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(namedByClient);
  if (!isData(value)) return value;
  const own = Object.entries(value).filter(([name]) => name !== NOTHING);
  return Object.fromEntries(own.map(([name, each]) => [clientName(name), namedByClient(each)]));
}

function inClientNames(error: unknown, variables: Readonly<Record<string, unknown>>): unknown {
  if (!isData(error)) return error;
  const { path, ...rest } = error;
  if ('representations' in variables || !Array.isArray(path)) return rest;
  return { ...rest, path: clientPath(path as (string | number)[]) };
}
