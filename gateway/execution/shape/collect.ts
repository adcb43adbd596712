// The fields that an operation selects of an object, in the order of the answer (GraphQL, section 6.3.2).
import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { clientName, NOTHING } from '../../planning/names.ts';

export interface Selecting {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly isOfType: (name: string, of: string) => boolean;
  /** Of object types of which the operation selects the same, with the same types, one; by the name of any. */
  readonly alike?: ReadonlyMap<string, string>;
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
      if (node.kind === Kind.FIELD) {
        const name = node.alias?.value ?? node.name.value;
        if (name === NOTHING) continue;
        const key = clientName(name);
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
