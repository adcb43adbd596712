// A caller's answers for one operation: the decision vector, and what it allows. Everything about the filtered
// operation is a function of the operation and this vector.
import type { FieldNode, GraphQLObjectType } from 'graphql';
import type { Caller } from '../caller.ts';
import type { Variables } from '../requirements/guards.ts';
import { meets } from '../requirements/requirement.ts';
import type { SchemaRequirements } from '../requirements/schema-requirements.ts';
import type { PreparedOperation } from './prepare.ts';
import { fieldType, type TypeSet, type TypeSets } from './type-sets.ts';

/**
 * One character for each requirement of the operation (1: met) and, behind a point, one for each field whose arguments
 * may hit a guard (1: they hit none, or only such as the caller may read). Callers with equal vectors share everything.
 */
export function decisionVector(
  requirements: SchemaRequirements,
  operation: PreparedOperation,
  caller: Caller,
  variables: Variables,
): string {
  let vector = '';
  for (const number of operation.numbers) vector += meets(requirements.requirement(number), caller) ? '1' : '0';
  if (operation.sites.length === 0) return vector;
  vector += '.';
  for (const { node, type } of operation.sites) {
    const present = requirements.guards.present(type, node.name.value, node.arguments ?? [], variables);
    const allowed = [...present].every((coordinate) =>
      requirements.guardNumbers(coordinate).every((number) => meets(requirements.requirement(number), caller)),
    );
    vector += allowed ? '1' : '0';
  }
  return vector;
}

/** What a decision vector allows. A requirement that is not in the vector is not met. */
export class Rights {
  readonly #requirements: SchemaRequirements;
  readonly #operation: PreparedOperation;
  readonly #sets: TypeSets;
  readonly #met: ReadonlySet<number>;
  readonly #sites: string;
  readonly #types = new Map<string, boolean>();
  readonly #fields = new Map<string, boolean>();

  constructor(requirements: SchemaRequirements, operation: PreparedOperation, sets: TypeSets, vector: string) {
    this.#requirements = requirements;
    this.#operation = operation;
    this.#sets = sets;
    const [numbers = '', sites = ''] = vector.split('.');
    this.#met = new Set(operation.numbers.filter((_, index) => numbers[index] === '1'));
    this.#sites = sites;
  }

  /** Whether objects of this type are hidden as such. */
  forbids(type: GraphQLObjectType): boolean {
    let forbidden = this.#types.get(type.name);
    if (forbidden === undefined) {
      forbidden = !this.#all(this.#requirements.typeNumbers(type.name));
      this.#types.set(type.name, forbidden);
    }
    return forbidden;
  }

  /** Whether this field of this type is denied. Meta fields never are. */
  denies(type: GraphQLObjectType, node: FieldNode): boolean {
    const field = node.name.value;
    if (field.startsWith('__')) return false;
    const site = this.#operation.siteOf.get(node)?.get(type.name);
    if (site && this.#sites[site.index] !== '1') return true;
    const key = `${type.name}.${field}`;
    let denied = this.#fields.get(key);
    if (denied === undefined) {
      denied = !this.#all(this.#requirements.fieldNumbers(type.name, field)) || this.#returnsNothing(type, field);
      this.#fields.set(key, denied);
    }
    return denied;
  }

  /** Whether objects of every type of the set may be seen. */
  showsAll(set: TypeSet): boolean {
    return this.#all(this.#sets.numbers(set));
  }

  /** Whether the field is allowed on every type of the set, and whatever it may return is seen: `denies` of none. */
  allowsAll(set: TypeSet, node: FieldNode): boolean {
    if (this.#operation.siteOf.has(node)) return false;
    const { numbers, returnedNumbers } = this.#sets.field(set, node.name.value);
    return this.#all(numbers) && this.#all(returnedNumbers);
  }

  /** A field that can return forbidden types only is denied itself. */
  #returnsNothing(type: GraphQLObjectType, field: string): boolean {
    const returned = fieldType(type, field);
    const possible = returned ? this.#sets.possible(returned).types : [];
    return possible.length > 0 && possible.every((each) => this.forbids(each));
  }

  #all(numbers: readonly number[]): boolean {
    return numbers.every((number) => this.#met.has(number));
  }
}
