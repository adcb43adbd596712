// Where an answer does not fit the schema: gathered from the innermost outwards, so that a place is named only where
// something is wrong.

/** A place, in the client's names and in those of the data. */
export interface FlawedPlace {
  readonly path: readonly (string | number)[];
  readonly inData: readonly (string | number)[];
}

/** More are not held. */
const MOST = 10_000;
/** Of one item of a list: whoever has a thousand wrong values in one does not hide what is wrong in the next. */
const OF_ITEM = 4;

export class Flaws {
  /** How many are held. */
  count = 0;
  readonly #places: { path: (string | number)[]; inData: (string | number)[] }[] = [];

  /** A flaw right here. */
  add(): void {
    if (this.count === MOST) return;
    this.#places.push({ path: [], inData: [] });
    this.count += 1;
  }

  /** All that were added after the first `before` lie in this field. */
  below(key: string, source: string, before: number): void {
    for (let index = before; index < this.count; index += 1) {
      this.#places[index]?.path.push(key);
      this.#places[index]?.inData.push(source);
    }
  }

  /** All that were added after the first `before` lie in this item. */
  inItem(item: number, before: number): void {
    this.count = Math.min(this.count, before + OF_ITEM);
    this.#places.length = this.count;
    for (let index = before; index < this.count; index += 1) {
      this.#places[index]?.path.push(item);
      this.#places[index]?.inData.push(item);
    }
  }

  places(): readonly FlawedPlace[] {
    return this.#places.map(({ path, inData }) => ({ path: path.toReversed(), inData: inData.toReversed() }));
  }
}
