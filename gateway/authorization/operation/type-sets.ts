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

/** What holds of a field on all types of a set; made once for a schema. */
export interface FieldOnSet {
  /** What it may return. */
  readonly returned: TypeSet;
  /** Requirements that stand on it on any of the types, and those of the types that it may return. */
  readonly numbers: readonly number[];
  readonly returnedNumbers: readonly number[];
  /** The types on which any requirement stands on it. */
  readonly restricted: readonly GraphQLObjectType[];
}

/** Numbers of requirements. */
export interface Numbered {
  typeNumbers(type: string): readonly number[];
  fieldNumbers(type: string, field: string): readonly number[];
}

export class TypeSets {
  readonly schema: GraphQLSchema;
  readonly empty: TypeSet;
  readonly #sets = new Map<string, TypeSet>();
  readonly #possible = new Map<string, TypeSet>();
  readonly #narrowed = new Map<string, TypeSet>();
  readonly #requirements: Numbered;
  readonly #fields = new WeakMap<TypeSet, Map<string, FieldOnSet>>();
  readonly #ofTypes = new WeakMap<TypeSet, readonly number[]>();

  constructor(schema: GraphQLSchema, requirements: Numbered) {
    this.schema = schema;
    this.#requirements = requirements;
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

  /** Requirements of the types themselves. */
  numbers(set: TypeSet): readonly number[] {
    let numbers = this.#ofTypes.get(set);
    if (!numbers) {
      numbers = [...new Set(set.types.flatMap(({ name }) => this.#requirements.typeNumbers(name)))];
      this.#ofTypes.set(set, numbers);
    }
    return numbers;
  }

  field(set: TypeSet, field: string): FieldOnSet {
    const known = this.#fields.get(set) ?? new Map<string, FieldOnSet>();
    this.#fields.set(set, known);
    let found = known.get(field);
    if (!found) {
      const numbersOf = ({ name }: GraphQLObjectType) => this.#requirements.fieldNumbers(name, field);
      const returned = this.returned(set.types, field);
      found = {
        returned,
        numbers: [...new Set(set.types.flatMap(numbersOf))],
        returnedNumbers: this.numbers(returned),
        restricted: set.types.filter((type) => this.isRestricted(type, field)),
      };
      known.set(field, found);
    }
    return found;
  }

  /** Whether a field of a type has any requirement. */
  isRestricted({ name }: GraphQLObjectType, field: string): boolean {
    return this.#requirements.fieldNumbers(name, field).length > 0;
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
