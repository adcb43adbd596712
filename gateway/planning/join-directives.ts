// What the directives of the join specification say in a composed document.
import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';
import { linksOf, nameInDocument } from '../supergraph/link.ts';

const JOIN = 'https://specs.apollo.dev/join';

export interface JoinNames {
  readonly graph: string;
  readonly type: string;
  readonly field: string;
  readonly implements: string;
  readonly unionMember: string;
  readonly enumValue: string;
  readonly directive: string;
  readonly graphs: string;
}

/** @throws Error where the document is no supergraph. */
export function joinNames(document: DocumentNode): JoinNames {
  const link = linksOf(document).find(({ identity }) => identity === JOIN);
  if (!link) throw new Error(`expected a supergraph that links ${JOIN}, got one without`);
  const directive = (name: string) => nameInDocument(link, `@${name}`).slice(1);
  return {
    graph: directive('graph'),
    type: directive('type'),
    field: directive('field'),
    implements: directive('implements'),
    unionMember: directive('unionMember'),
    enumValue: directive('enumValue'),
    directive: directive('directive'),
    graphs: nameInDocument(link, 'Graph'),
  };
}

/** Names of the subgraphs, by the value that stands for each in directives. */
export function subgraphNames(document: DocumentNode, names: JoinNames): ReadonlyMap<string, string> {
  const graphs = document.definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === names.graphs,
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return new Map(
    values.map((value) => {
      const graph = value.directives?.find((each) => each.name.value === names.graph);
      const name = graph && argument(graph, 'name');
      return [value.name.value, typeof name === 'string' ? name : value.name.value];
    }),
  );
}

export function argument(directive: ConstDirectiveNode, name: string): unknown {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value && valueFromASTUntyped(value);
}
