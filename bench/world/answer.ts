// Answers an operation over held values: selections, aliases, fragments, conditions, `first` and `_entities`. Mock
// subgraphs must cost little, so that a gateway never waits for them; graphql-js would take longer than the gateway.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import type { Held, World } from './records.ts';

type Variables = Readonly<Record<string, unknown>>;

interface Asked {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
}

const INTERFACES = new Set(['Case', 'Commodity', '_Entity']);
const parsed = new Map<string, DocumentNode>();
const MOST_PARSED = 500;

/** @throws Error for a document with no operation. */
export function answer(world: World, subgraph: string, query: string, variables: Variables): Held | object {
  let document = parsed.get(query);
  if (!document) {
    document = parse(query, { noLocation: true });
    if (parsed.size >= MOST_PARSED) parsed.clear();
    parsed.set(query, document);
  }
  const fragments = new Map<string, FragmentDefinitionNode>();
  let selections: SelectionSetNode | undefined;
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    else if (node.kind === Kind.OPERATION_DEFINITION) selections = node.selectionSet;
  }
  if (!selections) throw new Error('expected an operation, got none');
  const bodies = world.bodies.get(subgraph);
  const root = bodies
    ? {
        __typename: 'Query',
        _entities: (asked: readonly Held[]) => asked.map(({ id }) => bodies.get(String(id)) ?? null),
      }
    : world.root;
  const data: Record<string, unknown> = {};
  select(root, selections, { fragments, variables }, data);
  return data;
}

function select(held: Held, { selections }: SelectionSetNode, asked: Asked, into: Record<string, unknown>): void {
  for (const node of selections) {
    if (node.directives?.length && !included(node.directives, asked)) continue;
    if (node.kind === Kind.FIELD) {
      const key = (node.alias ?? node.name).value;
      into[key] = complete(heldValue(held, node, asked), node, asked, into[key]);
      continue;
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : asked.fragments.get(node.name.value);
    if (!fragment) throw new Error('expected a known fragment');
    const condition = fragment.typeCondition?.name.value;
    if (condition === undefined || condition === held.__typename || INTERFACES.has(condition))
      select(held, fragment.selectionSet, asked, into);
  }
}

function heldValue(held: Held, node: FieldNode, asked: Asked): unknown {
  const value = held[node.name.value];
  if (typeof value === 'function') return value(argument(node, 'representations', asked));
  return value ?? null;
}

function complete(value: unknown, node: FieldNode, asked: Asked, before: unknown): unknown {
  if (!node.selectionSet || value === null) return value;
  if (!Array.isArray(value)) {
    const into = (before ?? {}) as Record<string, unknown>;
    const held = value as Held;
    const first = argument(node, 'first', asked);
    // A page: the connection is held whole.
    const page =
      typeof first === 'number' && Array.isArray(held.nodes) ? { ...held, nodes: held.nodes.slice(0, first) } : held;
    select(page, node.selectionSet, asked, into);
    return into;
  }
  const earlier = Array.isArray(before) ? before : [];
  return value.map((each, index) => complete(each, node, asked, earlier[index]));
}

function included(directives: NonNullable<FieldNode['directives']>, { variables }: Asked): boolean {
  return directives.every(({ name, arguments: given }) => {
    const condition = given?.[0]?.value;
    const holds = condition === undefined || literal(condition, variables) === true;
    return name.value === 'skip' ? !holds : holds;
  });
}

function argument(node: FieldNode, name: string, { variables }: Asked): unknown {
  const found = node.arguments?.find((each) => each.name.value === name)?.value;
  return found === undefined ? undefined : literal(found, variables);
}

function literal(value: ValueNode, variables: Variables): unknown {
  if (value.kind === Kind.VARIABLE) return variables[value.name.value];
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind === Kind.BOOLEAN) return value.value;
  if (value.kind === Kind.LIST) return value.values.map((each) => literal(each, variables));
  if (value.kind === Kind.OBJECT)
    return Object.fromEntries(value.fields.map((each) => [each.name.value, literal(each.value, variables)]));
  return 'value' in value ? value.value : null;
}
