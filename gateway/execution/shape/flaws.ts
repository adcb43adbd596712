// Where an answer does not fit the schema: gathered from the innermost outwards, so that a place is named only where
// something is wrong.

/** More than this tell no more. */
const MOST = 20;

export class Flaws {
  /** How many there were; more than are named. */
  count = 0;
  readonly #paths: (string | number)[][] = [];

  /** A flaw right here. */
  add(): void {
    this.count += 1;
    if (this.#paths.length < MOST) this.#paths.push([]);
  }

  /** All that were added after the first `before` lie below `part`. */
  below(part: string | number, before: number): void {
    for (let index = before; index < this.#paths.length; index += 1) this.#paths[index]?.push(part);
  }

  paths(): readonly (readonly (string | number)[])[] {
    return this.#paths.map((path) => path.toReversed());
  }
}
