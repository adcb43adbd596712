// What it takes to read each coordinate of one composed schema. Requirements are numbered: an operation is decided by
// the answers to the few distinct ones in it.
import type { DeclaredTypes } from './declared.ts';
import { Guards, guardedFields } from './guards.ts';
import { pushDown } from './interfaces.ts';
import { concreteTypes, type Effective } from './required-inputs.ts';
import { conjoin, type Requirement, requirementKey } from './requirement.ts';

/** Numbers of requirements, all of which are to be met. */
export type Numbers = readonly number[];

const NONE: Numbers = [];

export class SchemaRequirements implements Effective {
  readonly guards: Guards;
  /** Every label of `@policy` in the schema, sorted. */
  readonly labels: readonly string[];
  readonly #types: DeclaredTypes;
  readonly #distinct: Requirement[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #ofType = new Map<string, Numbers>();
  readonly #ofField = new Map<string, Map<string, Numbers>>();
  readonly #ofGuard = new Map<string, Numbers>();

  constructor(types: DeclaredTypes) {
    this.#types = types;
    this.guards = new Guards(types);
    const pushed = pushDown(types);
    for (const [name, type] of types) {
      if (type.kind === 'interface') continue;
      this.#ofType.set(name, this.#number([...type.own, ...(pushed.types.get(name) ?? [])]));
    }
    for (const [name, type] of types) {
      if (type.kind !== 'object') continue;
      const fields = new Map<string, Numbers>();
      for (const [field, declared] of type.fields) {
        const own = this.#number([...declared.own, ...(pushed.fields.get(name)?.get(field) ?? [])]);
        const leaf = concreteTypes(declared.type, types).length === 0 ? this.typeNumbers(declared.type) : NONE;
        fields.set(field, union(own, this.typeNumbers(name), leaf));
      }
      this.#ofField.set(name, fields);
    }
    this.labels = [...new Set(this.#distinct.flatMap(labelsOf))].toSorted();
  }

  /** The requirement with this number. */
  requirement(number: number): Requirement {
    const found = this.#distinct[number];
    if (!found)
      throw new RangeError(`expected the number of a requirement below ${this.#distinct.length}, got ${number}`);
    return found;
  }

  /** Of an object, scalar or enum type itself. */
  typeNumbers(type: string): Numbers {
    return this.#ofType.get(type) ?? NONE;
  }

  /** Of a field of an object type: its own, its parent's, and those of a scalar or enum that it returns. */
  fieldNumbers(type: string, field: string): Numbers {
    return this.#ofField.get(type)?.get(field) ?? NONE;
  }

  /** To use what is guarded by this coordinate: to read it on every type, and every type that it may return. */
  guardNumbers(coordinate: string): Numbers {
    let numbers = this.#ofGuard.get(coordinate);
    if (!numbers) {
      numbers = union(
        ...guardedFields(coordinate, this.#types).flatMap(([type, field]) => {
          const returned = this.#types.get(type)?.fields.get(field)?.type ?? '';
          const returnedTypes = concreteTypes(returned, this.#types).map((each) => this.typeNumbers(each));
          return [this.fieldNumbers(type, field), ...returnedTypes];
        }),
      );
      this.#ofGuard.set(coordinate, numbers);
    }
    return numbers;
  }

  /** Whether the schema that was read has this field, hidden or not. */
  knows(type: string, field: string): boolean {
    return this.#types.get(type)?.fields.has(field) ?? false;
  }

  type(name: string): readonly Requirement[] {
    return this.typeNumbers(name).map((number) => this.requirement(number));
  }

  field(type: string, field: string): readonly Requirement[] {
    return this.fieldNumbers(type, field).map((number) => this.requirement(number));
  }

  #number(requirements: readonly Requirement[]): Numbers {
    return conjoin(requirements).map((requirement) => {
      const key = requirementKey(requirement);
      let number = this.#numbers.get(key);
      if (number === undefined) {
        number = this.#distinct.push(requirement) - 1;
        this.#numbers.set(key, number);
      }
      return number;
    });
  }
}

/** Labels of `@policy` that a requirement asks about. */
export function labelsOf(requirement: Requirement): string[] {
  return requirement.kind === 'policy' ? requirement.anyOf.flat() : [];
}

function union(...lists: readonly Numbers[]): Numbers {
  const all = new Set(lists.flat());
  return all.size === 0 ? NONE : [...all].toSorted((a, b) => a - b);
}
