// The values used most recently, at most so many: what a cache of assertions may hold.

/**
 * Two generations: a value that is used moves to the young one; when that is full it becomes the old one, and the old
 * one is dropped. Never dropped are the last `capacity / 2` values used. (One Map in the order of use, with each value
 * removed and added again, costs up to 60 microseconds a use: as much as a signature.)
 */
export class Recent<Value> {
  readonly #half: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(capacity: number) {
    if (!Number.isSafeInteger(capacity) || capacity < 2) {
      throw new RangeError(`expected a capacity of 2 or more, got ${capacity}`);
    }
    this.#half = Math.floor(capacity / 2);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#half && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#old.delete(key);
    this.#young.set(key, value);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
