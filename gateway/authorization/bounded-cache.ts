// A map that forgets what was not used for longest.

export class BoundedCache<V> {
  readonly #entries = new Map<string, V>();
  readonly #limit: number;

  /** @param limit most entries held, at least 1. */
  constructor(limit: number) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`expected a limit of at least 1, got ${limit}`);
    this.#limit = limit;
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

  /** The value for the key, made where there is none. What `make` throws is not kept. */
  getOrMake(key: string, make: () => V): V {
    const held = this.get(key);
    if (held !== undefined) return held;
    const value = make();
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
    }
    return value;
  }
}
