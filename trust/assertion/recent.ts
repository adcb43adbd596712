// The most recently used values, at most so many: what a cache of assertions may hold.

export class Recent<Value> {
  readonly #capacity: number;
  /** A Map keeps the order of insertion, so the first key is the one used longest ago. */
  readonly #values = new Map<string, Value>();

  constructor(capacity: number) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) {
      throw new RangeError(`expected a capacity of 1 or more, got ${capacity}`);
    }
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size <= this.#capacity) return;
    for (const oldest of this.#values.keys()) {
      this.#values.delete(oldest);
      break;
    }
  }

  /** Removes `key` only while it still holds `value`. */
  remove(key: string, value: Value): void {
    if (this.#values.get(key) === value) this.#values.delete(key);
  }

  clear(): void {
    this.#values.clear();
  }
}
