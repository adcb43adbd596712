// A representation holds one value for a field, whatever its arguments. Where two fields of one fetch require the same
// field with other arguments, the fetch is made several, each with the values that its own fields require.
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, type SelectionNode, type SelectionSetNode, visit } from 'graphql';
import { type RequiredFields, readerOf } from '../../planning/required-fields.ts';

export interface EntityFetch {
  readonly document: DocumentNode;
  readonly requires: readonly QueryPlanSelectionNode[];
}

/** For a place in a representation (real names, joined by dots), the name that is planned there. */
type Choice = ReadonlyMap<string, string>;

export function splitFetch(subgraph: string, fetch: EntityFetch, required: RequiredFields): readonly EntityFetch[] {
  if (required.synthetic.size === 0 || !isConflicting(fetch.requires, required)) return [fetch];
  const choices: Map<string, string>[] = [];
  const groupOf = (choice: Choice): number => {
    const found = choices.findIndex((each) => agrees(each, choice));
    const index = found < 0 ? choices.length : found;
    choices[index] = new Map([...(choices[index] ?? []), ...choice]);
    return index;
  };
  const groups = new Map<SelectionNode, number>();
  for (const { node, type } of entityFields(fetch.document)) {
    const reads = required.readBy.get(readerOf(subgraph, type, node.name.value));
    groups.set(node, groupOf(reads ? choiceOf(reads, required) : new Map()));
  }
  return choices.map((choice, index) => ({
    document: visit(fetch.document, {
      Field: (node) => ((groups.get(node) ?? index) === index ? undefined : null),
      InlineFragment: { leave: (node) => (node.selectionSet.selections.length > 0 ? undefined : null) },
    }),
    requires: chosen(fetch.requires, choice, required, ''),
  }));
}

function agrees(one: Choice, other: Choice): boolean {
  return [...other].every(([at, name]) => (one.get(at) ?? name) === name);
}

/** The fields right below `_entities`, with the type of the fragment that they stand in. */
function* entityFields(document: DocumentNode) {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const root of definition.selectionSet.selections)
      if (root.kind === Kind.FIELD && root.selectionSet) yield* fieldsIn(root.selectionSet, document, '');
  }
}

function* fieldsIn(
  set: SelectionSetNode,
  document: DocumentNode,
  type: string,
): Generator<{ readonly node: Extract<SelectionNode, { kind: Kind.FIELD }>; readonly type: string }> {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) yield { node, type };
    else if (node.kind === Kind.INLINE_FRAGMENT)
      yield* fieldsIn(node.selectionSet, document, node.typeCondition?.name.value ?? type);
    else {
      const fragment = document.definitions.find(
        (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === node.name.value,
      );
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION)
        yield* fieldsIn(fragment.selectionSet, document, fragment.typeCondition.name.value);
    }
  }
}

function choiceOf(set: SelectionSetNode, required: RequiredFields, above = ''): Choice {
  const choice = new Map<string, string>();
  for (const node of set.selections) {
    if (node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet) {
      if (node.kind === Kind.FIELD) choice.set(place(above, node.name.value, required), node.name.value);
      continue;
    }
    const inner = node.kind === Kind.FIELD ? place(above, node.name.value, required) : above;
    if (node.kind === Kind.FIELD) choice.set(inner, node.name.value);
    for (const [at, name] of choiceOf(node.selectionSet, required, inner)) choice.set(at, name);
  }
  return choice;
}

function place(above: string, planned: string, { synthetic }: RequiredFields): string {
  return `${above}.${synthetic.get(planned)?.field ?? planned}`;
}

function isConflicting(nodes: readonly QueryPlanSelectionNode[], required: RequiredFields): boolean {
  const seen = new Map<string, string>();
  const walk = (below: readonly QueryPlanSelectionNode[], above: string, on: string): boolean =>
    below.some((node) => {
      if (node.kind === 'InlineFragment') return walk(node.selections, above, `${on} ${node.typeCondition}`);
      const at = place(above, node.name, required);
      const known = seen.get(at) ?? node.name;
      seen.set(at, known);
      return known !== node.name || (node.selections ? walk(node.selections, at, on) : false);
    });
  return walk(nodes, '', '');
}

/** Without what another choice requires at the same place. */
function chosen(
  nodes: readonly QueryPlanSelectionNode[],
  choice: Choice,
  required: RequiredFields,
  above: string,
): QueryPlanSelectionNode[] {
  return nodes.flatMap((node): QueryPlanSelectionNode[] => {
    if (node.kind === 'InlineFragment')
      return [{ ...node, selections: chosen(node.selections, choice, required, above) }];
    const at = place(above, node.name, required);
    // What nobody here reads at a place with arguments belongs to another part.
    const isSynthetic = required.synthetic.has(node.name);
    if ((choice.get(at) ?? (isSynthetic ? '' : node.name)) !== node.name) return [];
    if (!node.selections) return [node];
    return [{ ...node, selections: chosen(node.selections, choice, required, at) }];
  });
}
