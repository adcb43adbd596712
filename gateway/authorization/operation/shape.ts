// The shape that the answer must have by the original operation, place by place and concrete type by concrete type,
// with what is denied marked. A place is a response path, seen from one concrete parent.
import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isListType,
  isNonNullType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Variables } from '../requirements/guards.ts';
import { isIncluded } from './conditions.ts';
import type { PreparedOperation } from './prepare.ts';
import type { Rights } from './rights.ts';
import { fieldType, type TypeSet, type TypeSets } from './type-sets.ts';

export interface Entry {
  /** Response key. */
  readonly key: string;
  readonly denied: boolean;
  readonly nonNull: boolean;
  /** One for each list level, the outermost first: whether its items are non-null. */
  readonly lists: readonly boolean[];
  /** Undefined: nothing below is changed, the value is passed on as it is. */
  readonly place: Place | undefined;
}

export interface Place {
  /** The one concrete type that is possible. Undefined: there are several, and the object must tell. */
  readonly only: string | undefined;
  /** Whether nothing here or below is denied. */
  readonly open: boolean;
  /** By concrete type, in the order of the original operation. Null: objects of this type are hidden. */
  readonly byType: ReadonlyMap<string, readonly Entry[] | null>;
}

/** The shape of the whole answer, for these values of the conditions' variables. */
export function shapeOf(
  operation: PreparedOperation,
  rights: Rights,
  sets: TypeSets,
  touched: ReadonlySet<FieldNode>,
  variables: Variables,
): Place {
  return new Shaper(operation, rights, sets, touched, variables).root();
}

class Shaper {
  readonly #operation: PreparedOperation;
  readonly #rights: Rights;
  readonly #sets: TypeSets;
  readonly #touched: ReadonlySet<FieldNode>;
  readonly #variables: Variables;
  readonly #numbers = new Map<FieldNode, number>();
  readonly #places = new Map<string, Place>();

  constructor(
    operation: PreparedOperation,
    rights: Rights,
    sets: TypeSets,
    touched: ReadonlySet<FieldNode>,
    variables: Variables,
  ) {
    this.#operation = operation;
    this.#rights = rights;
    this.#sets = sets;
    this.#touched = touched;
    this.#variables = variables;
  }

  root(): Place {
    const { root, operation } = this.#operation;
    const entries = this.#entries(root, [operation.selectionSet]);
    return { only: root.name, open: entries.every(isOpen), byType: new Map([[root.name, entries]]) };
  }

  #place(nodes: readonly FieldNode[], possible: TypeSet): Place {
    const key = `${possible.id}:${nodes.map((node) => this.#number(node)).join()}`;
    let place = this.#places.get(key);
    if (!place) {
      const sets = nodes.flatMap((node) => node.selectionSet ?? []);
      const byType = new Map<string, readonly Entry[] | null>();
      for (const type of possible.types) {
        byType.set(type.name, this.#rights.forbids(type) ? null : this.#entries(type, sets));
      }
      place = {
        only: possible.types.length === 1 ? possible.types[0]?.name : undefined,
        open: [...byType.values()].every((entries) => entries?.every(isOpen) ?? false),
        byType,
      };
      this.#places.set(key, place);
    }
    return place;
  }

  #entries(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Entry[] {
    const fields = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(type, set, fields, new Set());
    return [...fields].map(([key, nodes]) => this.#entry(type, key, nodes));
  }

  #entry(type: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): Entry {
    const field = nodes[0]?.name.value ?? '';
    const declared = fieldType(type, field);
    const denied = nodes.some((node) => this.#rights.denies(type, node));
    const reached = !denied && declared !== undefined && nodes.some((node) => this.#touched.has(node));
    return {
      key,
      denied,
      ...nullability(declared),
      place: reached ? this.#place(nodes, this.#sets.possible(declared)) : undefined,
    };
  }

  /** Source: GraphQL, "CollectFields". */
  #collect(type: GraphQLObjectType, set: SelectionSetNode, into: Map<string, FieldNode[]>, seen: Set<string>): void {
    for (const node of set.selections) {
      if (!isIncluded(node.directives, this.#variables)) continue;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        const nodes = into.get(key);
        if (nodes) nodes.push(node);
        else into.set(key, [node]);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (seen.has(node.name.value)) continue;
        seen.add(node.name.value);
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#operation.fragments.get(node.name.value);
      if (!fragment) continue;
      const applies = this.#sets.narrow(this.#sets.possible(type), fragment.typeCondition?.name.value);
      if (applies.types.length > 0) this.#collect(type, fragment.selectionSet, into, seen);
    }
  }

  #number(node: FieldNode): number {
    let number = this.#numbers.get(node);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(node, number);
    }
    return number;
  }
}

function isOpen(entry: Entry): boolean {
  return !entry.denied && (entry.place?.open ?? true);
}

/** `__typename`, which no type declares, is non-null. */
function nullability(type: GraphQLOutputType | undefined): { nonNull: boolean; lists: readonly boolean[] } {
  if (type === undefined) return { nonNull: true, lists: [] };
  const lists: boolean[] = [];
  let inner: GraphQLOutputType = isNonNullType(type) ? type.ofType : type;
  while (isListType(inner)) {
    const item: GraphQLOutputType = inner.ofType;
    lists.push(isNonNullType(item));
    inner = isNonNullType(item) ? item.ofType : item;
  }
  return { nonNull: isNonNullType(type), lists };
}
