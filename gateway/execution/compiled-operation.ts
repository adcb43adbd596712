// An operation ready to run: its plan in closures, and the shape of its answer.
import type { QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  executeSync,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { BoundedCache } from '../authorization/bounded-cache.ts';
import { clientPath } from '../planning/names.ts';
import type { NormalForm } from '../planning/normal-form.ts';
import type { PreparedSupergraph } from '../planning/prepare-supergraph.ts';
import { compilePlan, rootTargets } from './plan/compile.ts';
import { type Data, isData } from './plan/data.ts';
import type { CallSubgraph, Run } from './plan/run.ts';
import { collectFields, type Selecting } from './shape/collect.ts';
import { Flaws } from './shape/flaws.ts';
import { type Shape, shapeOf } from './shape/shaper.ts';

export interface OperationAnswer {
  readonly data: Data | null;
  /** What subgraphs answered besides data, paths in the client's names; undefined below entities. */
  readonly errors: readonly unknown[];
  /** Where the data does not fit the schema. */
  readonly flaws: readonly (readonly (string | number)[])[];
  /** Subgraphs of which a part was not taken: it was not asked for, or has another form. */
  readonly flawed: ReadonlySet<string>;
}

export interface CompiledOperation {
  /** @param variables by planned name. */
  run<Context>(
    variables: Readonly<Record<string, unknown>>,
    context: Context,
    call: CallSubgraph<Context>,
  ): Promise<OperationAnswer>;
}

/** Choices of what is included, of one operation. */
const SHAPES = 64;

export function compileOperation(
  { document, operation }: Pick<NormalForm, 'document' | 'operation'>,
  plan: QueryPlan,
  supergraph: Pick<PreparedSupergraph, 'required' | 'types'>,
  schema: GraphQLSchema,
): CompiledOperation {
  const defaults = defaultsOf(operation);
  const step = compilePlan(plan, supergraph, defaults);
  const conditions = conditionsOf(document);
  const shapes = new BoundedCache<{ readonly shape: Shape; readonly introspection: DocumentNode | undefined }>(SHAPES);
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`expected a schema with a ${operation.operation} type, got one without`);
  const repeatable = operation.operation !== OperationTypeNode.MUTATION;

  const shapeFor = (variables: Readonly<Record<string, unknown>>) => {
    const values = conditions.map((name) => (variables[name] ?? defaults[name]) === true);
    return shapes.getOrMake(values.join(' '), () => {
      const selecting = selectingOf(
        document,
        schema,
        Object.fromEntries(conditions.map((name, i) => [name, values[i]])),
      );
      return {
        shape: shapeOf(operation.selectionSet, root.name, schema, selecting),
        introspection: introspectionOf(document, operation, root.name, selecting),
      };
    });
  };

  return {
    async run(variables, context, call) {
      const errors: unknown[] = [];
      const flawed = new Set<string>();
      const { shape, introspection } = shapeFor(variables);
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
      const shaped = shape(data, flaws);
      return { data: shaped, errors, flaws: flaws.count === 0 ? [] : flaws.paths(), flawed };
    },
  };
}

function selectingOf(
  document: DocumentNode,
  schema: GraphQLSchema,
  conditions: Readonly<Record<string, unknown>>,
): Selecting {
  const above = new Map<string, Set<string>>();
  for (const type of Object.values(schema.getTypeMap())) {
    const of = new Set<string>();
    if ('getInterfaces' in type) for (const each of type.getInterfaces()) of.add(each.name);
    above.set(type.name, of);
  }
  for (const type of Object.values(schema.getTypeMap()))
    if ('getTypes' in type) for (const each of type.getTypes()) above.get(each.name)?.add(type.name);
  return {
    fragments: new Map(
      document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    ),
    conditions,
    isOfType: (name, of) => name === of || (above.get(name)?.has(of) ?? false),
  };
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Readonly<Record<string, unknown>> {
  const defaults: Record<string, unknown> = Object.create(null);
  for (const { variable, defaultValue } of variableDefinitions)
    if (defaultValue) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
  return defaults;
}

/** Variables that decide what is included. */
function conditionsOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].toSorted();
}

/** What is asked of the schema itself: no subgraph answers that. */
function introspectionOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  root: string,
  selecting: Selecting,
): DocumentNode | undefined {
  const asked = [...collectFields([operation.selectionSet], root, selecting).values()]
    .flat()
    .filter(({ name }) => name.value === '__schema' || name.value === '__type');
  if (asked.length === 0) return undefined;
  const definitions = document.definitions.map((node) =>
    node === operation ? { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: asked } } : node,
  ) as DocumentNode['definitions'];
  return { kind: Kind.DOCUMENT, definitions };
}

function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): Data {
  const { data, errors } = executeSync({ schema, document, variableValues });
  if (!data || errors?.length) throw new Error('the schema could not be asked about itself', { cause: errors?.[0] });
  return { ...data };
}

function inClientNames(error: unknown, variables: Readonly<Record<string, unknown>>): unknown {
  if (!isData(error)) return error;
  const { path, ...rest } = error;
  if ('representations' in variables || !Array.isArray(path)) return rest;
  return { ...rest, path: clientPath(path as (string | number)[]) };
}
