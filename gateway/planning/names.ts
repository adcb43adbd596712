// Names of a client and names that are planned. The planner merges by response name, so a client's alias could stand
// where it puts a key or a required field: no client's alias is planned under its own name.

/** No field and no client's alias begins so. */
const PREFIX = '__a_';

/**
 * The response name under which a field is planned.
 * @param shadowed the field takes arguments here, and a `@requires` reads it without: both would answer to one name.
 */
export function plannedName(field: string, alias: string | undefined, shadowed: boolean): string {
  return (alias === undefined || alias === field) && !shadowed ? field : PREFIX + (alias ?? field);
}

/** Stands where conditions left an object without a selection; no part of the answer. */
export const NOTHING = '__nothing';

/** The client's own response name. */
export function clientName(planned: string): string {
  return planned.startsWith(PREFIX) ? planned.slice(PREFIX.length) : planned;
}

/** A path of an error, in the client's names. */
export function clientPath(path: readonly (string | number)[]): readonly (string | number)[] {
  return path.map((part) => (typeof part === 'string' ? clientName(part) : part));
}

/** What a fetch of entities calls its own variable. */
const REPRESENTATIONS = 'representations';

export function plannedVariable(name: string): string {
  return name === REPRESENTATIONS ? PREFIX + name : name;
}
