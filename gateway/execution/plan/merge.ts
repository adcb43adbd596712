// Takes an answer into the data: what was asked for, and no more. What is there already stays: of two subgraphs that
// answer one field the first is believed, so that none replaces what another said.
import type { TypeGraph } from '../../planning/type-graph.ts';
import type { Asked, Taker } from './asked.ts';
import { type Data, MOST_LISTS, own } from './data.ts';
import { generateTake } from './generate-take.ts';

/**
 * In place of what was not taken: no form of an object or a list, so that the place is found to be wrong unless another
 * subgraph fills it.
 */
const NOT_TAKEN = false;

/** Objects of one place from which on it pays to generate code. */
const MANY = 500;

export class Merge implements Taker {
  readonly #subgraph: string;
  readonly #types: TypeGraph;
  /** The type that was found to be its own last: at most places every object has one. */
  #known: string | undefined;
  /** Whether a part had another form, or named a type that its subgraph does not have; it was left out. */
  flawed = false;

  constructor(subgraph: string, types: TypeGraph) {
    this.#subgraph = subgraph;
    this.#types = types;
  }

  /** @returns whether the object was taken. */
  object(source: Data, asked: Asked, into: Data): boolean {
    if (!this.#namesOwnTypes(source, asked)) return false;
    const { taking } = asked;
    if (taking.generated) {
      taking.generated(source, into, this);
      return true;
    }
    taking.objects += 1;
    if (taking.objects === MANY) taking.generated = generateTake(asked.fields);
    for (const { key, as, below } of asked.fields) {
      const value = own(source, key);
      if (value === undefined) continue;
      const held = own(into, as);
      if (below) into[as] = this.below(value, below, held);
      // An interface that is an object to one subgraph has a type of its own to another.
      else if (held === undefined || held === null || (key === '__typename' && !this.isObject(held))) into[as] = value;
    }
    return true;
  }

  below(value: unknown, asked: Asked, held: unknown): unknown {
    return this.#value(value, asked, held);
  }

  isObject(type: unknown): boolean {
    return typeof type === 'string' && this.#types.isObject(type);
  }

  /** @param lists that it stands in, one right in the other. */
  #value(value: unknown, asked: Asked, held: unknown, lists = 0): unknown {
    const known = held || null;
    if (value === null) return held ?? null;
    if (known === null && asked.taken !== 'no' && typeof value === 'object')
      return asked.taken === 'whole' ? value : this.#checked(value, asked);
    if (Array.isArray(value)) {
      if (lists === MOST_LISTS) return this.#refuse();
      if (known === null) return value.map((each) => this.#value(each, asked, null, lists + 1));
      // Lists of one field from two subgraphs are the same list, or nobody can tell which item is which.
      if (Array.isArray(known) && known.length === value.length)
        for (const [index, each] of value.entries()) known[index] = this.#value(each, asked, known[index], lists + 1);
      else this.#refuse();
      return known;
    }
    if (typeof value !== 'object' || Array.isArray(known)) {
      this.#refuse();
      return known ?? NOT_TAKEN;
    }
    const into = (known ?? {}) as Data;
    return this.object(value as Data, asked, into) ? into : (known ?? NOT_TAKEN);
  }

  /** The value itself, in which every type was found to be one of its subgraph; nothing in place of an object with another. */
  #checked(value: unknown, asked: Asked, lists = 0): unknown {
    if (Array.isArray(value)) {
      if (lists === MOST_LISTS) return this.#refuse();
      for (let index = 0; index < value.length; index += 1)
        value[index] = this.#checked(value[index], asked, lists + 1);
      return value;
    }
    if (typeof value !== 'object' || value === null) return value;
    const object = value as Data;
    if (!this.#namesOwnTypes(object, asked)) return NOT_TAKEN;
    for (const { key, below } of asked.fields)
      if (below?.taken === 'checked') object[key] = this.#checked(own(object, key), below);
    return object;
  }

  #namesOwnTypes(object: Data, { typeKeys }: Asked): boolean {
    for (const key of typeKeys) {
      const type = own(object, key);
      if (type === undefined || type === this.#known) continue;
      if (typeof type !== 'string' || !this.#types.answers(this.#subgraph, type)) return this.#refuse();
      this.#known = type;
    }
    return true;
  }

  #refuse(): typeof NOT_TAKEN {
    this.flawed = true;
    return NOT_TAKEN;
  }
}
