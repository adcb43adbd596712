// Subgraphs of a supergraph that are alike: each has object types of its own, and with these and its own name left out
// the supergraph says the same of it as of the others. Exchanging two of them changes nothing, so that what is planned
// for one holds for all. Fields that only an operation that names the type can select do not count.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';
import { argument, type JoinNames, joinNames, subgraphNames } from '../join-directives.ts';
import { directiveText, fieldText, graphOf, type Naming, namedTypeOf, selectionsOf } from './text.ts';

export interface Member {
  /** The value that stands for the subgraph in directives. */
  readonly graph: string;
  readonly subgraph: string;
  /** Its own types; those at one place are alike in all members. */
  readonly types: readonly string[];
}

export interface Family {
  readonly members: readonly Member[];
  /** The fields of their own types that count, by name of the type. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** Types that one member alone has, and that only its fields that do not count lead to. */
  readonly hidden: ReadonlySet<string>;
}

/** The largest family; undefined where no two subgraphs are alike. @param document as it is planned over. */
export function familyOf(document: DocumentNode): Family | undefined {
  return new Finder(document).family();
}

interface OwnType {
  readonly graph: string;
  readonly type: string;
}

class Finder {
  readonly #names: JoinNames;
  readonly #subgraphs: ReadonlyMap<string, string>;
  readonly #definitions: readonly TypeDefinitionNode[];
  /** Graphs of each type. */
  readonly #graphs: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #fields = new Map<string, ReadonlySet<string>>();
  readonly #interfaceFields = new Map<string, readonly string[]>();
  /** Fields that a key, a requirement or the like reads. */
  readonly #read = new Set<string>();
  readonly #usesMore: boolean;

  constructor(document: DocumentNode) {
    this.#names = joinNames(document);
    this.#subgraphs = subgraphNames(document, this.#names);
    this.#definitions = document.definitions.filter(isTypeDefinition);
    this.#graphs = new Map(this.#definitions.map((node) => [node.name.value, new Set(graphsOf(node, this.#names))]));
    for (const node of this.#definitions) {
      if (node.kind === Kind.INTERFACE_TYPE_DEFINITION)
        this.#interfaceFields.set(node.name.value, node.fields?.map(({ name }) => name.value) ?? []);
      for (const each of directivesIn(node))
        for (const word of selectionsOf(each, this.#names).words) this.#read.add(word);
    }
    this.#usesMore = this.#definitions.some((node) => directivesIn(node).some((each) => this.#isMore(each)));
  }

  family(): Family | undefined {
    if (this.#usesMore) return undefined;
    const own = this.#ownTypes();
    const shared = this.#sharedTexts(own);
    const byText = new Map<string, Member[]>();
    for (const [graph, types] of own) {
      const names = types.map(({ type }) => type);
      const text = `${types.map((each) => each.text).join('\n')}\n${shared.get(graph)?.join('\n')}`;
      const member = { graph, subgraph: this.#subgraphs.get(graph) ?? graph, types: names };
      byText.set(text, [...(byText.get(text) ?? []), member]);
    }
    const [members] = [...byText.values()].toSorted((a, b) => b.length - a.length);
    if (!members || members.length < 2) return undefined;
    return { members, fields: this.#fields, hidden: this.#hidden(members) };
  }

  /** By graph, in the order of their texts. */
  #ownTypes(): Map<string, { readonly type: string; readonly text: string }[]> {
    const mentioned = this.#mentioned();
    const byText = new Map<string, OwnType[]>();
    for (const node of this.#definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || mentioned.has(node.name.value)) continue;
      this.#fields.set(node.name.value, this.#counting(node));
      for (const graph of this.#graphs.get(node.name.value) ?? []) {
        const text = this.#ownText(node, graph);
        byText.set(text, [...(byText.get(text) ?? []), { graph, type: node.name.value }]);
      }
    }
    const own = new Map<string, { type: string; text: string }[]>();
    for (const [text, found] of byText) {
      if (found.length < 2 || new Set(found.map(({ graph }) => graph)).size < found.length) continue;
      for (const { graph, type } of found) own.set(graph, [...(own.get(graph) ?? []), { type, text }]);
    }
    for (const [graph, types] of own)
      own.set(
        graph,
        types.toSorted((a, b) => (a.text < b.text ? -1 : 1)),
      );
    return own;
  }

  #ownText(node: ObjectTypeDefinitionNode, graph: string): string {
    const naming = this.#without(graph, [node.name.value]);
    const fields = (node.fields ?? []).filter(({ name }) => this.#fields.get(node.name.value)?.has(name.value));
    return [
      ...(node.interfaces ?? []).map(({ name }) => name.value),
      ...(node.directives ?? []).map((each) => directiveText(each, this.#names, naming)),
      ...fields.map((each) => fieldText(each, this.#names, naming)),
    ].join('\n');
  }

  /** Fields that an operation reaches without the name of the type. */
  #counting(node: ObjectTypeDefinitionNode): ReadonlySet<string> {
    const reached = new Set(node.interfaces?.flatMap(({ name }) => this.#interfaceFields.get(name.value) ?? []));
    const names = (node.fields ?? []).map(({ name }) => name.value);
    return new Set(names.filter((name) => reached.has(name) || this.#read.has(name)));
  }

  /** What is said of each graph where it shares a type with others, or has one besides those that are its own. */
  #sharedTexts(own: ReadonlyMap<string, readonly { readonly type: string }[]>): Map<string, string[]> {
    const owned = new Map([...own].map(([graph, types]) => [graph, types.map(({ type }) => type)]));
    const namings = new Map([...owned].map(([graph, types]) => [graph, this.#without(graph, types)]));
    const lines = new Map([...own.keys()].map((graph) => [graph, [] as string[]]));
    const graphs = new Map([...this.#subgraphs].map(([graph, subgraph]) => [subgraph, graph]));
    const unions = this.#sharedUnionMembers();
    for (const node of this.#definitions) {
      const name = node.name.value;
      // A type that one graph alone has counts wherever an object of it can stand for a shared type.
      const counts = this.#graphs.get(name)?.size !== 1 || this.#isVisible(node, unions);
      for (const [place, each] of placesIn(node)) {
        const graph = graphOf(each, this.#names) ?? '';
        const naming = namings.get(graph);
        if (naming && counts && !owned.get(graph)?.includes(name))
          lines.get(graph)?.push(`${name} ${place} ${directiveText(each, this.#names, naming)}`);
        const from = each.name.value === this.#names.field ? argument(each, 'override') : undefined;
        const overridden = typeof from === 'string' ? (graphs.get(from) ?? from) : undefined;
        if (overridden !== undefined && overridden !== graph)
          lines.get(overridden)?.push(`${name} ${place} overridden`);
      }
    }
    return lines;
  }

  #isVisible(node: TypeDefinitionNode, unions: ReadonlySet<string>): boolean {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return false;
    if (node.directives?.some((each) => argument(each, 'isInterfaceObject') === true)) return true;
    return unions.has(node.name.value) || (node.interfaces ?? []).some(({ name }) => this.#isShared(name.value));
  }

  #sharedUnionMembers(): ReadonlySet<string> {
    const members = this.#definitions.flatMap((node) =>
      node.kind === Kind.UNION_TYPE_DEFINITION && this.#isShared(node.name.value) ? (node.types ?? []) : [],
    );
    return new Set(members.map(({ name }) => name.value));
  }

  #isShared(type: string): boolean {
    return this.#graphs.get(type)?.size !== 1;
  }

  /** Types that some field or selection leads to by name: what is said there of one cannot be said of another. */
  #mentioned(): ReadonlySet<string> {
    const mentioned = new Set<string>();
    for (const node of this.#definitions) {
      if ('fields' in node)
        for (const each of node.fields ?? []) {
          mentioned.add(namedTypeOf(each.type));
          for (const directive of each.directives ?? []) {
            const type = directive.name.value === this.#names.field ? argument(directive, 'type') : undefined;
            if (typeof type === 'string') mentioned.add(type.replaceAll(/\W/g, ''));
          }
        }
      for (const each of directivesIn(node))
        for (const type of selectionsOf(each, this.#names).types) mentioned.add(type);
    }
    return mentioned;
  }

  #hidden(members: readonly Member[]): ReadonlySet<string> {
    const graphs = new Set(members.map(({ graph }) => graph));
    const own = new Set(members.flatMap(({ types }) => types));
    const hidden = this.#definitions.filter((node) => {
      const [graph, another] = this.#graphs.get(node.name.value) ?? [];
      return graph !== undefined && another === undefined && graphs.has(graph) && !own.has(node.name.value);
    });
    return new Set(hidden.map(({ name }) => name.value));
  }

  #without(graph: string, types: readonly string[]): Naming {
    return {
      graphs: new Map([[graph, '@graph']]),
      subgraphs: new Map([[this.#subgraphs.get(graph) ?? graph, '@graph']]),
      types: new Map(types.map((type, index) => [type, `@type${index}`])),
    };
  }

  /** What is not looked into here. */
  #isMore(node: ConstDirectiveNode): boolean {
    return (
      node.name.value === this.#names.directive ||
      node.arguments?.some(({ name }) => name.value === 'contextArguments') === true
    );
  }
}

function isTypeDefinition(node: DefinitionNode): node is TypeDefinitionNode {
  return 'name' in node && 'directives' in node && node.kind.endsWith('TypeDefinition');
}

export function graphsOf(node: TypeDefinitionNode, names: JoinNames): string[] {
  return (node.directives ?? []).flatMap((each) => {
    const graph = each.name.value === names.type ? graphOf(each, names) : undefined;
    return graph === undefined ? [] : [graph];
  });
}

/** The directives of a definition and of its parts, each with the name of the part. */
function* placesIn(node: TypeDefinitionNode): Generator<readonly [string, ConstDirectiveNode]> {
  for (const each of node.directives ?? []) yield ['', each];
  const parts = 'fields' in node ? node.fields : 'values' in node ? node.values : undefined;
  for (const part of parts ?? []) for (const each of part.directives ?? []) yield [part.name.value, each];
}

function directivesIn(node: TypeDefinitionNode): ConstDirectiveNode[] {
  return [...placesIn(node)].map(([, each]) => each);
}
