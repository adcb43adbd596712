// A map that forgets what was not used for longest.

export class BoundedCache<V> {
  readonly #entries = new Map<string, V>();
  readonly #limit: number;
  readonly #weightOf: (value: V) => number;
  #weight = 0;

  /**
   * @param limit what all entries held may weigh together, at least 1.
   * @param weightOf always the same for one value. Default: each weighs 1.
   */
  constructor(limit: number, weightOf: (value: V) => number = () => 1) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`expected a limit of at least 1, got ${limit}`);
    this.#limit = limit;
    this.#weightOf = weightOf;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  /** The value for the key, made where there is none. What `make` throws is not kept, nor what is too heavy by itself. */
  getOrMake(key: string, make: () => V): V {
    const held = this.get(key);
    if (held !== undefined) return held;
    const value = make();
    const weight = this.#weightOf(value);
    if (weight > this.#limit) return value;
    this.#entries.set(key, value);
    this.#weight += weight;
    for (const [oldest, each] of this.#entries) {
      if (this.#weight <= this.#limit) break;
      this.#entries.delete(oldest);
      this.#weight -= this.#weightOf(each);
    }
    return value;
  }
}
