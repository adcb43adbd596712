// The fields that an operation selects of an object, in the order of the answer (GraphQL, section 6.3.2).
import { type DirectiveNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { clientName } from '../../planning/names.ts';

export interface Selecting {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Of the variables that decide conditions. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly isOfType: (name: string, of: string) => boolean;
}

/** By the client's response name. */
export type Fields = Map<string, FieldNode[]>;

export function collectFields(
  sets: readonly SelectionSetNode[],
  type: string,
  selecting: Selecting,
  into: Fields = new Map(),
  spread = new Set<string>(),
): Fields {
  for (const { selections } of sets)
    for (const node of selections) {
      if (!isIncluded(node.directives, selecting.conditions)) continue;
      if (node.kind === Kind.FIELD) {
        const key = clientName(node.alias?.value ?? node.name.value);
        const known = into.get(key);
        if (known) known.push(node);
        else into.set(key, [node]);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(node.name.value)) continue;
        spread.add(node.name.value);
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : selecting.fragments.get(node.name.value);
      const on = fragment?.typeCondition?.name.value;
      if (fragment && (on === undefined || selecting.isOfType(type, on)))
        collectFields([fragment.selectionSet], type, selecting, into, spread);
    }
  return into;
}

function isIncluded(directives: readonly DirectiveNode[] = [], conditions: Readonly<Record<string, unknown>>): boolean {
  return directives.every(({ name, arguments: given }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const value = given?.find((each) => each.name.value === 'if')?.value;
    const holds =
      value?.kind === Kind.VARIABLE ? conditions[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
    return (holds === true) === (name.value === 'include');
  });
}
