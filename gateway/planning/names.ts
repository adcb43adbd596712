// Names of a client and names that are planned. The planner merges by response name, so a client's alias could stand
// where it puts a key or a required field: no client's alias is planned under its own name.

/** No field and no client's alias begins so. A number follows where one response name is used in several meanings. */
const PREFIX = '__a';
const PLANNED = /^__a\d*_/;

/** What the names of a supergraph's fields have to keep clear of. */
export interface Naming {
  /** Fields that a `@requires` reads without arguments, though they take some: with them they have another name. */
  readonly shadowed: ReadonlySet<string>;
  /**
   * Types that some subgraph knows as one, an interface object. Two of them may use one name for different fields, or
   * for one field with other arguments: each meaning has a name of its own.
   */
  readonly joined: ReadonlySet<string>;
}

/** The response names of one operation, as they are planned. */
export class PlannedNames {
  readonly #naming: Naming;
  readonly #meanings = new Map<string, string[]>();

  constructor(naming: Naming) {
    this.#naming = naming;
  }

  /** @param given its arguments, as text. */
  of(type: string | undefined, field: string, alias: string | undefined, given: string): string {
    const name = alias ?? field;
    const number = type !== undefined && this.#naming.joined.has(type) ? this.#number(name, `${field}(${given})`) : 0;
    if (number === 0 && name === field && (given === '' || !this.#naming.shadowed.has(field))) return name;
    return `${PREFIX}${number === 0 ? '' : number}_${name}`;
  }

  #number(name: string, meaning: string): number {
    const meanings = this.#meanings.get(name) ?? [];
    this.#meanings.set(name, meanings);
    const number = meanings.indexOf(meaning);
    return number < 0 ? meanings.push(meaning) - 1 : number;
  }
}

/** Stands where conditions left an object without a selection; no part of the answer. */
export const NOTHING = '__nothing';

/** The client's own response name. */
export function clientName(planned: string): string {
  return planned.replace(PLANNED, '');
}

/** A path of an error, in the client's names. */
export function clientPath(path: readonly (string | number)[]): readonly (string | number)[] {
  return path.map((part) => (typeof part === 'string' ? clientName(part) : part));
}

/** What a fetch of entities calls its own variable. */
const REPRESENTATIONS = 'representations';

export function plannedVariable(name: string): string {
  return name === REPRESENTATIONS ? `${PREFIX}_${name}` : name;
}
