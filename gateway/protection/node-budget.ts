// A bound on the nodes that an operation asks for: a page of a thousand within each node of a page of a thousand fits in
// a hundred bytes, and a subgraph would hold a million nodes at once.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromAST,
} from 'graphql';

/** What an argument that sets the size of a page is called. */
export const PAGE = 'first';

export interface PagedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** By the literal in the operation, another in its place. */
  readonly others?: ReadonlyMap<ValueNode, ValueNode> | undefined;
}

/**
 * The nodes of all pages: for each field with an argument `first`, the product of `first` along the path to it. Fields
 * of one response key and one type count once; a page of unknown size, and a list without pages, counts as one.
 * @param operation validated; its fragments written out are within the selection budget.
 */
export function nodesOf({ schema, operation, fragments, variables, others }: PagedOperation): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const below = (nodes: readonly FieldNode[], field: GraphQLField<unknown, unknown>, times: number): number => {
    const [first] = nodes;
    const size = first && pageSize(field, first, variables, others);
    const product = times * (size ?? 1);
    const sets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    return (size === undefined ? 0 : product) + within(sets, getNamedType(field.type), product);
  };
  const within = (sets: readonly SelectionSetNode[], type: GraphQLNamedType, times: number): number => {
    const groups = new Map<string, Map<string, FieldNode[]>>();
    for (const set of sets) collect(set, type, groups);
    let nodes = 0;
    for (const [name, group] of groups) {
      const parent = schema.getType(name);
      const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
      for (const each of group.values()) {
        const field = each[0] && fields[each[0].name.value];
        if (field) nodes += below(each, field, times);
      }
    }
    return nodes;
  };
  /** By type and response key. */
  const collect = (set: SelectionSetNode, type: GraphQLNamedType, groups: Map<string, Map<string, FieldNode[]>>) => {
    for (const selection of set.selections) {
      if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) continue;
      if (getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if === false) continue;
      if (selection.kind === Kind.FIELD) {
        const group = groups.get(type.name) ?? new Map<string, FieldNode[]>();
        groups.set(type.name, group);
        const key = selection.alias?.value ?? selection.name.value;
        group.set(key, [...(group.get(key) ?? []), selection]);
        continue;
      }
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = inner?.typeCondition && schema.getType(inner.typeCondition.name.value);
      if (inner) collect(inner.selectionSet, condition ?? type, groups);
    }
  };
  return within([operation.selectionSet], root, 1);
}

/** Undefined for a field without pages. */
function pageSize(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
  others: PagedOperation['others'],
): number | undefined {
  const argument = field.args.find(({ name }) => name === PAGE);
  if (!argument) return undefined;
  const given = node.arguments?.find(({ name }) => name.value === PAGE)?.value;
  const read = (given && others?.get(given)) ?? given;
  const size: unknown = valueFromAST(read, argument.type, variables) ?? argument.defaultValue ?? 1;
  // Below one the subgraph refuses; a product of nothing must not hide what stands beneath.
  return typeof size === 'number' ? Math.max(size, 1) : 1;
}
