// What every `@requires` of a supergraph reads, its fields with arguments above all. The planner merges by name without
// looking at arguments, so each (field, arguments) gets a name of its own: a synthetic field, known to planner and
// executor alone. Clients cannot ask for it: their operations are validated against the schema without.
import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
} from 'graphql';
import { argument, type JoinNames, subgraphNames } from './join-directives.ts';

/** What a synthetic field is on the wire. */
export interface RequiredField {
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

export interface RequiredFields {
  /** By synthetic name. */
  readonly synthetic: ReadonlyMap<string, RequiredField>;
  /** Fields that take arguments and are read without any. */
  readonly shadowed: ReadonlySet<string>;
  /** For `subgraph Type.field`, the selection that its `@requires` reads, in synthetic names. */
  readonly readBy: ReadonlyMap<string, SelectionSetNode>;
  /** The synthetic fields to add, by type: name to the field that each copies. */
  readonly added: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** A `@requires` in synthetic names. */
  rewritten(type: string, requires: string): string;
}

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function readerOf(subgraph: string, type: string, field: string): string {
  return `${subgraph} ${type}.${field}`;
}

export function requiredFields(document: DocumentNode, names: JoinNames): RequiredFields {
  return new Reader(document, names);
}

class Reader implements RequiredFields {
  readonly synthetic = new Map<string, RequiredField>();
  readonly shadowed = new Set<string>();
  readonly readBy = new Map<string, SelectionSetNode>();
  readonly added = new Map<string, Map<string, string>>();
  readonly #types = new Map<string, Composite>();
  readonly #fieldNames = new Set<string>();
  readonly #byText = new Map<string, string>();
  readonly #done = new Map<string, SelectionSetNode>();

  constructor(document: DocumentNode, names: JoinNames) {
    for (const node of document.definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
      this.#types.set(node.name.value, node);
      for (const field of node.fields ?? []) this.#fieldNames.add(field.name.value);
    }
    const graphs = subgraphNames(document, names);
    for (const [type, { fields = [] }] of this.#types)
      for (const field of fields)
        for (const directive of field.directives ?? []) {
          const requires = directive.name.value === names.field ? argument(directive, 'requires') : undefined;
          if (typeof requires !== 'string') continue;
          const graph = graphs.get(String(argument(directive, 'graph'))) ?? '';
          this.readBy.set(readerOf(graph, type, field.name.value), this.#read(type, requires));
        }
  }

  rewritten(type: string, requires: string): string {
    return print(this.#read(type, requires)).slice(1, -1);
  }

  #read(type: string, requires: string): SelectionSetNode {
    const key = `${type} ${requires}`;
    let done = this.#done.get(key);
    if (!done) {
      const [operation] = parse(`{ ${requires} }`, { noLocation: true }).definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`expected a field set, got ${requires}`);
      done = this.#set(operation.selectionSet, type);
      this.#done.set(key, done);
    }
    return done;
  }

  #set(set: SelectionSetNode, type: string): SelectionSetNode {
    const selections = set.selections.map((node) => {
      if (node.kind === Kind.FIELD) return this.#field(node, type);
      if (node.kind === Kind.FRAGMENT_SPREAD) throw new Error('expected no fragment spread in a field set, got one');
      const on = node.typeCondition?.name.value ?? type;
      return { ...node, selectionSet: this.#set(node.selectionSet, on) };
    });
    return { kind: Kind.SELECTION_SET, selections };
  }

  #field(node: FieldNode, type: string): FieldNode {
    const field = this.#types.get(type)?.fields?.find(({ name }) => name.value === node.name.value);
    const below = node.selectionSet && field ? this.#set(node.selectionSet, namedType(field)) : node.selectionSet;
    const inner = below ? { selectionSet: below } : {};
    if (!node.arguments?.length) {
      if (field?.arguments?.length) this.shadowed.add(node.name.value);
      return { kind: Kind.FIELD, name: node.name, ...inner };
    }
    const name = this.#syntheticName(node.name.value, node.arguments);
    this.#add(type, name, node.name.value);
    return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name }, ...inner };
  }

  #syntheticName(field: string, given: readonly ArgumentNode[]): string {
    const text = `${field}(${given.map(print).toSorted().join(', ')})`;
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    let number = this.synthetic.size;
    while (this.#fieldNames.has(`${field}_required${number}`)) number += 1;
    const name = `${field}_required${number}`;
    this.#fieldNames.add(name);
    this.#byText.set(text, name);
    this.synthetic.set(name, { field, arguments: given });
    return name;
  }

  /** On the type, and where that is an interface on whatever implements it. */
  #add(type: string, name: string, field: string): void {
    for (const [each, { interfaces = [] }] of this.#types) {
      if (each !== type && !interfaces.some((one) => one.name.value === type)) continue;
      this.added.set(each, (this.added.get(each) ?? new Map<string, string>()).set(name, field));
    }
  }
}

function namedType({ type }: FieldDefinitionNode): string {
  let node = type;
  while (node.kind !== Kind.NAMED_TYPE) node = node.type;
  return node.name.value;
}

/** The arguments of a directive, one of them with another value. */
export function withArgument<Node extends DirectiveNode>(node: Node, name: string, value: string): Node {
  const given = node.arguments?.map((each) =>
    each.name.value === name ? { ...each, value: { kind: Kind.STRING, value } } : each,
  );
  return { ...node, arguments: given };
}
