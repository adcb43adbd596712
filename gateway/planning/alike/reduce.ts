// The supergraph with a few members of a family, for all of them.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type TypeDefinitionNode,
} from 'graphql';
import { argument, type JoinNames, joinNames } from '../join-directives.ts';
import { type Family, graphsOf } from './family.ts';
import { graphOf, namedTypeOf } from './text.ts';

/** @param count how many members stay, the first ones. */
export function reducedSupergraph(document: DocumentNode, family: Family, count: number): DocumentNode {
  const reducer = new Reducer(document, family, count);
  return { ...document, definitions: document.definitions.flatMap((node) => reducer.definition(node)) };
}

class Reducer {
  readonly #names: JoinNames;
  readonly #family: Family;
  readonly #graphs: ReadonlySet<string>;
  readonly #types: ReadonlySet<string>;
  readonly #own: ReadonlySet<string>;

  constructor(document: DocumentNode, family: Family, count: number) {
    this.#names = joinNames(document);
    this.#family = family;
    this.#own = new Set(family.members.flatMap(({ types }) => types));
    const gone = family.members.slice(count);
    this.#graphs = new Set(gone.map(({ graph }) => graph));
    const types = new Set([...gone.flatMap((member) => member.types), ...family.hidden]);
    for (const node of document.definitions) {
      if (!('name' in node) || !node.name || !node.kind.endsWith('TypeDefinition')) continue;
      const graphs = graphsOf(node as TypeDefinitionNode, this.#names);
      if (graphs.length > 0 && graphs.every((each) => this.#graphs.has(each))) types.add(node.name.value);
    }
    this.#types = types;
  }

  definition(node: DefinitionNode): DefinitionNode[] {
    if ('name' in node && node.name && this.#types.has(node.name.value)) return [];
    switch (node.kind) {
      case Kind.ENUM_TYPE_DEFINITION: {
        const isGraphs = node.name.value === this.#names.graphs;
        const values = node.values?.filter(({ name, directives }) =>
          isGraphs ? !this.#graphs.has(name.value) : this.#stays(directives, this.#names.enumValue),
        );
        const left = (values ?? []).map((each) => ({ ...each, directives: this.#directives(each.directives) }));
        return [{ ...node, directives: this.#directives(node.directives), values: left }];
      }
      case Kind.UNION_TYPE_DEFINITION: {
        const directives = this.#directives(node.directives);
        const said = node.directives?.some(({ name }) => name.value === this.#names.unionMember);
        const members = new Set(directives.map((each) => argument(each, 'member')));
        const types = node.types?.filter(
          ({ name }) => !this.#types.has(name.value) && (!said || members.has(name.value)),
        );
        return [{ ...node, directives, types: types ?? [] }];
      }
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION: {
        const counting = this.#own.has(node.name.value) ? this.#family.fields.get(node.name.value) : undefined;
        const fields = (node.fields ?? []).filter(({ name }) => !counting || counting.has(name.value));
        return [
          {
            ...node,
            directives: this.#directives(node.directives),
            interfaces: node.interfaces?.filter(({ name }) => !this.#types.has(name.value)) ?? [],
            fields: this.#fields(fields),
          },
        ];
      }
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return [{ ...node, directives: this.#directives(node.directives), fields: this.#fields(node.fields ?? []) }];
      case Kind.SCALAR_TYPE_DEFINITION:
        return [{ ...node, directives: this.#directives(node.directives) }];
      default:
        return [node];
    }
  }

  #fields<Node extends FieldDefinitionNode | InputValueDefinitionNode>(nodes: readonly Node[]): Node[] {
    return nodes
      .filter(
        ({ type, directives }) => !this.#types.has(namedTypeOf(type)) && this.#stays(directives, this.#names.field),
      )
      .map((node) => ({ ...node, directives: this.#directives(node.directives) }));
  }

  #directives(nodes: readonly ConstDirectiveNode[] | undefined): ConstDirectiveNode[] {
    return (nodes ?? []).filter((node) => {
      if (this.#graphs.has(graphOf(node, this.#names) ?? '')) return false;
      return node.name.value !== this.#names.unionMember || !this.#types.has(String(argument(node, 'member')));
    });
  }

  /** A part that no directive gives to a graph belongs to all. */
  #stays(nodes: readonly ConstDirectiveNode[] | undefined, name: string): boolean {
    const graphs = (nodes ?? []).flatMap((node) => (node.name.value === name ? [graphOf(node, this.#names)] : []));
    return graphs.length === 0 || graphs.some((graph) => graph === undefined || !this.#graphs.has(graph));
  }
}
