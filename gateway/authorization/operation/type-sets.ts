// Sets of concrete types that are still possible at a place in an operation. Equal sets are one object, so a set can be
// part of a key.
import {
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
} from 'graphql';

export interface TypeSet {
  readonly id: number;
  readonly types: readonly GraphQLObjectType[];
  readonly names: ReadonlySet<string>;
}

export class TypeSets {
  readonly schema: GraphQLSchema;
  readonly empty: TypeSet;
  readonly #sets = new Map<string, TypeSet>();
  readonly #possible = new Map<string, TypeSet>();
  readonly #narrowed = new Map<string, TypeSet>();

  constructor(schema: GraphQLSchema) {
    this.schema = schema;
    this.empty = this.of([]);
  }

  of(types: readonly GraphQLObjectType[]): TypeSet {
    const sorted = [...new Set(types)].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const key = sorted.map((type) => type.name).join();
    let set = this.#sets.get(key);
    if (!set) {
      set = { id: this.#sets.size, types: sorted, names: new Set(sorted.map((type) => type.name)) };
      this.#sets.set(key, set);
    }
    return set;
  }

  /** Concrete types that a value of this type may have. Empty for scalars and enums. */
  possible(type: GraphQLOutputType | GraphQLCompositeType): TypeSet {
    const named = getNamedType(type);
    if (!isCompositeType(named)) return this.empty;
    let set = this.#possible.get(named.name);
    if (!set) {
      set = this.of(isAbstractType(named) ? this.schema.getPossibleTypes(named) : [named]);
      this.#possible.set(named.name, set);
    }
    return set;
  }

  /** Those of `set` to which a fragment on `condition` applies; all where there is no condition. */
  narrow(set: TypeSet, condition: string | undefined): TypeSet {
    if (condition === undefined) return set;
    const key = `${set.id}:${condition}`;
    let narrowed = this.#narrowed.get(key);
    if (!narrowed) {
      const type = this.schema.getType(condition);
      const possible = isCompositeType(type) ? this.possible(type) : this.empty;
      narrowed = this.of(set.types.filter((each) => possible.names.has(each.name)));
      this.#narrowed.set(key, narrowed);
    }
    return narrowed;
  }

  /** What a field may return, over all parents given. */
  returned(parents: readonly GraphQLObjectType[], field: string): TypeSet {
    const [only, ...others] = parents;
    const type = only && fieldType(only, field);
    if (others.length === 0) return type ? this.possible(type) : this.empty;
    const kinds = new Set(parents.flatMap((parent) => fieldType(parent, field) ?? []).map(getNamedType));
    const sets = [...kinds].map((each) => (isCompositeType(each) ? this.possible(each) : this.empty));
    return sets.length === 1 && sets[0] ? sets[0] : this.of(sets.flatMap((set) => set.types));
  }

  composite(name: string): GraphQLCompositeType | undefined {
    const type = this.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

/** The type of a field; undefined for `__typename` and what the type does not have. */
export function fieldType(parent: GraphQLCompositeType, field: string): GraphQLOutputType | undefined {
  if (isUnionType(parent)) return undefined;
  const fields = parent.getFields();
  return Object.hasOwn(fields, field) ? fields[field]?.type : undefined;
}
