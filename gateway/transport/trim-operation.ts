// Leaves out of a participant's call what its published SDL lacks (architecture.md, decision 5): it reads as null.
import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  TypeInfo,
  TypeNameMetaFieldDef,
  visit,
  visitWithTypeInfo,
} from 'graphql';

export interface TrimmedOperation {
  readonly document: DocumentNode;
  readonly query: string;
  /** Names of the variables that are still used. */
  readonly variables: ReadonlySet<string>;
}

/** The schema that an SDL publishes, with the root field of entities that the link implies. */
export function publishedSchema(sdl: string): GraphQLSchema {
  const document = parse(sdl, { noLocation: true });
  const definitions = document.definitions.filter((node) => node.kind !== Kind.SCHEMA_EXTENSION);
  const keyed = definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.directives?.some((each) => each.name.value === 'key')
      ? [node.name.value]
      : [],
  );
  const entities = parse(
    `scalar _Any union _Entity = ${keyed.join(' | ')} ` +
      `extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`,
    { noLocation: true },
  );
  const query = definitions.some((node) => 'name' in node && node.name?.value === 'Query')
    ? []
    : parse('type Query', { noLocation: true }).definitions;
  return buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: [...definitions, ...query, ...entities.definitions] },
    { assumeValidSDL: true, assumeValid: true },
  );
}

/** `operation` without what `schema` has not; an object that is left empty is asked for its type name. */
export function trimOperation(operation: DocumentNode, schema: GraphQLSchema): TrimmedOperation {
  const info = new TypeInfo(schema);
  const unknown = new Set(
    operation.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION && !schema.getType(node.typeCondition.name.value) ? [node.name.value] : [],
    ),
  );
  const trimmed = visit(
    operation,
    visitWithTypeInfo(info, {
      FragmentDefinition: (node) => (unknown.has(node.name.value) ? null : undefined),
      FragmentSpread: (node) => (unknown.has(node.name.value) ? null : undefined),
      InlineFragment: (node) =>
        node.typeCondition && !schema.getType(node.typeCondition.name.value) ? null : undefined,
      Field: (node) => {
        const known = node.name.value === TypeNameMetaFieldDef.name || info.getFieldDef();
        return known ? undefined : null;
      },
      SelectionSet: {
        leave: (node) =>
          node.selections.length > 0
            ? undefined
            : {
                ...node,
                selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: TypeNameMetaFieldDef.name } }],
              },
      },
    }),
  );
  return withoutUnused(trimmed);
}

function withoutUnused(document: DocumentNode): TrimmedOperation {
  const spread = new Set<string>();
  const variables = new Set<string>();
  const walk = (node: DocumentNode['definitions'][number]) => {
    visit(node, {
      VariableDefinition: () => false,
      Variable: (variable) => void variables.add(variable.name.value),
      FragmentSpread: ({ name }) => {
        if (spread.has(name.value)) return;
        spread.add(name.value);
        for (const each of document.definitions)
          if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === name.value) walk(each);
      },
    });
  };
  for (const node of document.definitions) if (node.kind === Kind.OPERATION_DEFINITION) walk(node);
  const definitions = document.definitions.flatMap((node): DefinitionNode[] => {
    if (node.kind === Kind.FRAGMENT_DEFINITION) return spread.has(node.name.value) ? [node] : [];
    if (node.kind !== Kind.OPERATION_DEFINITION) return [node];
    const kept = node.variableDefinitions?.filter((each) => variables.has(each.variable.name.value)) ?? [];
    return [{ ...node, variableDefinitions: kept }];
  });
  const used: DocumentNode = { ...document, definitions };
  return { document: used, query: print(used), variables };
}
