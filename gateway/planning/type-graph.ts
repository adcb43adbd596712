// The composite types of a supergraph, those among them that clients do not see included, and who knows them.
import { type DocumentNode, Kind } from 'graphql';
import { argument, type JoinNames, subgraphNames } from './join-directives.ts';

export interface TypeGraph {
  isObject(name: string): boolean;
  /** Whether whatever is of type `name` is of type `of` too. */
  isOfType(name: string, of: string): boolean;
  /** `name` itself, the types that are of it, objects and interfaces. */
  within(name: string): readonly string[];
  /** Types that some subgraph knows as one, an interface object. */
  readonly joined: ReadonlySet<string>;
  /** Whether the subgraph has an object type of this name; an interface of others may be one to it. */
  answers(subgraph: string, name: string): boolean;
}

export function typeGraph(document: DocumentNode, names: JoinNames): TypeGraph {
  const graphs = subgraphNames(document, names);
  const objects = new Set<string>();
  const above = new Map<string, Set<string>>();
  const answers = new Set<string>();
  const joined = new Set<string>();
  const put = (name: string, of: string) => above.set(name, (above.get(name) ?? new Set()).add(of));
  for (const node of document.definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION)
      for (const member of node.types ?? []) put(member.name.value, node.name.value);
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const isObject = node.kind === Kind.OBJECT_TYPE_DEFINITION;
    if (isObject) objects.add(node.name.value);
    for (const each of node.interfaces ?? []) put(node.name.value, each.name.value);
    for (const directive of node.directives ?? []) {
      if (directive.name.value !== names.type) continue;
      const isInterfaceObject = argument(directive, 'isInterfaceObject') === true;
      if (isInterfaceObject) joined.add(node.name.value);
      if (isObject || isInterfaceObject)
        answers.add(`${graphs.get(String(argument(directive, 'graph')))} ${node.name.value}`);
    }
  }
  const below = new Map<string, string[]>();
  for (const [name, types] of above) for (const of of types) below.set(of, [...(below.get(of) ?? []), name]);
  const known = [...joined];
  for (const name of known) for (const type of below.get(name) ?? []) joined.add(type);
  return {
    joined,
    isObject: (name) => objects.has(name),
    isOfType: (name, of) => name === of || (above.get(name)?.has(of) ?? false),
    within: (name) => [name, ...(below.get(name) ?? [])],
    answers: (subgraph, name) => answers.has(`${subgraph} ${name}`),
  };
}
