// Names of a client and names that are planned. The planner merges by response name, so a client's alias could stand
// where it puts a key or a required field: no client's alias is planned under its own name.

/** No field and no client's alias begins so. A number follows where one response name is used in several meanings. */
const PREFIX = '__a';
const PLANNED = /^__a\d*_/;

/**
 * The response names of one operation, as they are planned.
 *
 * Two types may use one name for different fields, or for one field with other arguments. To a subgraph that knows both
 * types as one (an interface object) the two are one object: each meaning has a name of its own.
 */
export class PlannedNames {
  readonly #meanings = new Map<string, string[]>();

  /**
   * @param given its arguments, as text.
   * @param shadowed a `@requires` reads the field without the arguments that it takes here: both would have one name.
   */
  of(field: string, alias: string | undefined, given: string, shadowed: boolean): string {
    const name = alias ?? field;
    const meaning = `${field}(${given})`;
    const meanings = this.#meanings.get(name) ?? [];
    this.#meanings.set(name, meanings);
    let number = meanings.indexOf(meaning);
    if (number < 0) number = meanings.push(meaning) - 1;
    if (number === 0 && name === field && !shadowed) return name;
    return `${PREFIX}${number === 0 ? '' : number}_${name}`;
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
