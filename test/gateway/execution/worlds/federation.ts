// Runs operations over a world: through this gateway's executor, through the stock one on the same plan, and through
// one schema that is not federated.
import { composeServices } from '@apollo/composition';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { LocalGraphQLDataSource } from '@apollo/gateway';
import { executeQueryPlan } from '@apollo/gateway/dist/executeQueryPlan.js';
import { buildOperationContext } from '@apollo/gateway/dist/operationContext.js';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildASTSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  graphql,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  printSchema,
  validate,
} from 'graphql';
import type { OperationAnswer } from '#gateway/execution/compiled-operation.ts';
import { asItIs } from '#gateway/execution/form.ts';
import { type Operations, operations } from '#gateway/execution/operations.ts';
import type { CallSubgraph, SubgraphAnswer } from '#gateway/execution/plan/run.ts';
import { gatewayMetrics } from '#gateway/operations/metrics.ts';
import { type PlannerByShape, plannerByShape } from '#gateway/planning/alike/planner.ts';
import { conditionVariables, decided } from '#gateway/planning/conditions.ts';
import { clientName, NOTHING } from '#gateway/planning/names.ts';
import { normalForm } from '#gateway/planning/normal-form.ts';
import { type PreparedSupergraph, prepareSupergraph } from '#gateway/planning/prepare-supergraph.ts';
import { wholePlanner } from '#gateway/planning/whole-plan.ts';
import { stripSecurity } from '#gateway/supergraph/strip-security.ts';
import type { Field, Objects, Thing, World } from './world.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides", "@external", "@shareable", "@interfaceObject", "@override", "@inaccessible"])\n';

export interface Call {
  readonly subgraph: string;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a subgraph answers in place of what it would. */
export type Instead = (call: Call, answer: () => Promise<SubgraphAnswer>) => Promise<SubgraphAnswer> | SubgraphAnswer;

export interface Federation {
  readonly world: World;
  readonly supergraph: string;
  /** The API schema. */
  readonly schema: GraphQLSchema;
  /** Whether the stock executor understands the plans: it knows no synthetic fields. */
  readonly isStock: boolean;
  ours(
    document: DocumentNode,
    variables?: Record<string, unknown>,
    instead?: Instead,
  ): Promise<OperationAnswer & { readonly calls: readonly Call[] }>;
  stock(document: DocumentNode, variables?: Record<string, unknown>): Promise<unknown>;
  alone(document: DocumentNode, variables?: Record<string, unknown>): Promise<ExecutionResult>;
}

export type PlannerOf = (supergraph: PreparedSupergraph) => Omit<PlannerByShape, 'alike'>;

/** @param plannerOf in place of the gateway's own. */
export function federation(world: World, plannerOf: PlannerOf = plannerByShape): Federation {
  const sources = Object.entries(world.subgraphs).map(([name, sdl]) => ({
    name,
    url: 'http://127.0.0.1:1/',
    typeDefs: parse(world.isLinked ? sdl : LINK + sdl),
  }));
  const composed = composeServices(sources);
  if (composed.supergraphSdl === undefined)
    throw new Error(`${world.name}: ${composed.errors?.map(String).join('\n')}`);
  const supergraph = stripSecurity(composed.supergraphSdl).sdl;
  const built = Supergraph.build(supergraph);
  const schema = built.apiSchema().toGraphQLJSSchema();
  const schemas = new Map(sources.map(({ name, typeDefs }) => [name, subgraphSchema(world, typeDefs)]));
  const alone = aloneSchema(world, schema);
  const prepared = prepareSupergraph(supergraph);
  const planOf = wholePlanner(plannerOf(prepared));
  const own: Operations = operations({
    supergraph: prepared,
    schema,
    metrics: gatewayMetrics(),
    // As it comes from the thread that plans.
    plan: (text) => {
      const { plan, representatives } = planOf(text);
      return { plan: JSON.parse(JSON.stringify(plan)) as QueryPlan, representatives };
    },
  });
  const preparedGraph = Supergraph.build(prepared.document, { validateSupergraph: false });
  const planner = new QueryPlanner(preparedGraph);

  return {
    world,
    supergraph,
    schema,
    isStock: prepared.required.synthetic.size === 0,
    async ours(document, variables = {}, instead = (_, answer) => answer()) {
      const calls: Call[] = [];
      const objects = world.objects();
      const call: CallSubgraph<Objects> = async (subgraph, text, given, contextValue) => {
        const made: Call = { subgraph, text, variables: structuredClone(given) };
        calls.push(made);
        const subgraphOf = schemas.get(subgraph);
        if (!subgraphOf) throw new Error(`expected a subgraph, got ${subgraph}`);
        const faults = validate(subgraphOf, parse(text));
        if (faults.length > 0) throw new Error(`${subgraph} got ${text}: ${faults.join(', ')}`);
        return instead(made, async () => {
          const answer = await graphql({ schema: subgraphOf, source: text, variableValues: given, contextValue });
          return JSON.parse(JSON.stringify(answer)) as SubgraphAnswer;
        });
      };
      return { ...(await own.execute(document, variables, objects, call, asItIs, 'somebody')), calls };
    },
    async stock(document, variables = {}) {
      const conditions = decided(conditionVariables(document), variables);
      const { document: planned, literals } = normalForm(document, schema, prepared.naming, conditions);
      const apiSchema = preparedGraph.apiSchema();
      const plan = planner.buildQueryPlan(operationFromDocument(apiSchema, planned));
      const services = Object.fromEntries([...schemas].map(([name, each]) => [name, new LocalGraphQLDataSource(each)]));
      const given = { ...variables, ...literals };
      const context = { request: { variables: given }, context: world.objects(), metrics: {} };
      const answer = await executeQueryPlan(
        plan,
        services,
        context as never,
        buildOperationContext({ schema, operationDocument: planned }),
        preparedGraph.schema.toGraphQLJSSchema(),
        apiSchema,
      );
      return inClientNames(JSON.parse(JSON.stringify(answer.data ?? null)));
    },
    async alone(document, variableValues = {}) {
      return execute({ schema: alone, document, variableValues, contextValue: world.objects() });
    },
  };
}

function inClientNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inClientNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (key === NOTHING ? [] : [[clientName(key), inClientNames(each)]])),
  );
}

type Resolvers = Record<string, Record<string, unknown>>;

function fieldResolvers(world: World, has: (type: string, field: string) => boolean): Resolvers {
  const resolvers: Resolvers = {};
  for (const [type, fields] of Object.entries({ ...world.roots, ...world.fields }))
    for (const [name, field] of Object.entries(fields)) {
      if (!has(type, name)) continue;
      resolvers[type] ??= {};
      resolvers[type][name] = (parent: Thing, args: Record<string, unknown>, objects: Objects) =>
        field(parent, args, objects);
    }
  return resolvers;
}

function subgraphSchema(world: World, typeDefs: DocumentNode): GraphQLSchema {
  const fieldsOf = new Map<string, { name: string; isExternal: boolean }[]>();
  const entities = new Set<string>();
  for (const node of typeDefs.definitions) {
    if (!('fields' in node) || node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) continue;
    fieldsOf.set(
      (node as { name: { value: string } }).name.value,
      (node.fields ?? []).map((field) => ({
        name: field.name.value,
        isExternal: isExternal(field) || isExternal(node),
      })),
    );
    if (node.directives?.some(({ name }) => name.value === 'key'))
      entities.add((node as { name: { value: string } }).name.value);
  }
  const resolvers = fieldResolvers(
    world,
    (type, field) => fieldsOf.get(type)?.some((each) => each.name === field && !each.isExternal) ?? false,
  );
  for (const type of entities) {
    resolvers[type] ??= {};
    resolvers[type].__resolveReference = (reference: Thing, objects: Objects) => {
      const found = find(world, objects, type, reference);
      if (!found) return null;
      // What another subgraph owns is known from the representation alone.
      const known = (fieldsOf.get(type) ?? [])
        .filter((field) => !field.isExternal)
        .map(({ name }) => [name, found[name]]);
      const whole = fieldsOf.get(String(found.__typename)) ? found : {};
      return { ...whole, ...Object.fromEntries(known), ...reference, __typename: found.__typename };
    };
  }
  return buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
}

function find(world: World, objects: Objects, type: string, reference: Thing): Thing | undefined {
  const keys = world.keys?.[type] ?? ['id'];
  return (objects[type] ?? []).find((each) =>
    keys.some((key) => {
      const sent = at(reference, key);
      return sent !== undefined && sent !== null && sent === at(each, key);
    }),
  );
}

function at(thing: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (value as Thing | undefined)?.[part], thing);
}

function aloneSchema(world: World, api: GraphQLSchema): GraphQLSchema {
  const schema = buildASTSchema(parse(printSchema(api)));
  const resolvers = fieldResolvers(world, (type, field) => {
    const found = schema.getType(type);
    return (isObjectType(found) || isInterfaceType(found)) && field in found.getFields();
  });
  for (const [type, fields] of Object.entries(resolvers)) {
    const found = schema.getType(type);
    const targets = isObjectType(found) ? [found] : isInterfaceType(found) ? schema.getPossibleTypes(found) : [];
    for (const target of targets)
      for (const [name, resolve] of Object.entries(fields)) {
        const field = target.getFields()[name];
        if (field) field.resolve = resolve as Field as never;
      }
  }
  return schema;
}

function isExternal({ directives }: { directives?: readonly { name: { value: string } }[] | undefined }): boolean {
  return directives?.some(({ name }) => name.value === 'external') ?? false;
}
