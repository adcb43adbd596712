// Two helpers for tables of tiny cases: a world is a composed schema, and to ask is to filter an operation, execute what
// is left on plain data and reshape.
import { buildSchema, defaultFieldResolver, execute, type GraphQLSchema, Kind, parse, print, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import {
  type Caller,
  filterOperation,
  readRequirements,
  type SchemaRequirements,
} from '#gateway/authorization/index.ts';

export const LINKS = `schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)
  @link(url: "https://specs.campaign-gateway.example/guards/v0.1", import: ["@guards"])
{ query: Query }
`;

export interface World {
  readonly sdl: string;
  readonly schema: GraphQLSchema;
  readonly requirements: SchemaRequirements;
}

export function world(body: string, links = LINKS): World {
  const head = body.includes('type Mutation')
    ? links.replace('{ query: Query }', '{ query: Query mutation: Mutation }')
    : links;
  const sdl = `${head}\n${body}`;
  return { sdl, schema: buildSchema(sdl, { assumeValidSDL: true }), requirements: readRequirements(sdl) };
}

/** A caller with a token; scopes separated by spaces. */
export function caller(scopes = '', labels: readonly string[] = []): Caller {
  return { authenticated: true, scopes: new Set(scopes.split(' ').filter(Boolean)), labels: new Set(labels) };
}

export interface Answer {
  readonly data: unknown;
  /** One line an error: the path, and the types where only some deny: `items.@.name on A, B`. */
  readonly errors: readonly string[];
  /** Coordinates that were resolved, sorted: what a subgraph would have been asked for. */
  readonly asked: readonly string[];
  /** What would be planned. */
  readonly sent: string;
  readonly denied: readonly string[];
}

export async function ask(
  { schema, requirements }: World,
  query: string,
  options: {
    readonly as: Caller;
    readonly data?: unknown;
    readonly variables?: Record<string, unknown>;
    readonly operationName?: string;
  },
): Promise<Answer> {
  const document = parse(query, { noLocation: true });
  const faults = validate(schema, document);
  if (faults[0]) throw faults[0];
  const operation = document.definitions.find(
    (each) =>
      each.kind === Kind.OPERATION_DEFINITION && (!options.operationName || each.name?.value === options.operationName),
  );
  const definitions = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : [];
  const { coerced, errors } = getVariableValues(schema, definitions, options.variables ?? {});
  if (!coerced) throw errors?.[0] ?? new Error('expected variables to be coerced');
  const filtered = filterOperation({
    schema,
    requirements,
    document,
    operationName: options.operationName ?? null,
    variables: coerced,
    caller: options.as,
  });
  const left = validate(schema, filtered.document);
  if (left[0]) throw left[0];
  const asked = new Set<string>();
  const result = await execute({
    schema,
    document: filtered.document,
    rootValue: options.data ?? {},
    variableValues: options.variables ?? {},
    operationName: options.operationName ?? null,
    fieldResolver: (source, args, context, info) => {
      asked.add(`${info.parentType.name}.${info.fieldName}`);
      return defaultFieldResolver(source, args, context, info);
    },
  });
  const data = filtered.reshape(result.data);
  return {
    // As a client gets it: a null prototype is none of its business.
    data: JSON.parse(JSON.stringify(data)) as unknown,
    errors: filtered.errors.map((error) => {
      const types = error.extensions.types;
      return `${error.path?.join('.')}${Array.isArray(types) ? ` on ${types.join(', ')}` : ''}`;
    }),
    asked: [...asked].toSorted(),
    sent: print(filtered.document),
    denied: filtered.denied,
  };
}
