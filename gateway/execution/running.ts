// How many operations are running, and when none is. Counted, not held: V8 moves the tables of a Set as it is added to and taken
// from, and each that was left goes on pointing to the next; what had been in one was then kept, copied and moved to the old
// generation again and again, answers and all.

export class Running {
  #count = 0;
  #waiting: (() => void)[] = [];

  began(): void {
    this.#count += 1;
  }

  ended(): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    for (const each of this.#waiting.splice(0)) each();
  }

  /** Resolves when none is running. */
  none(): Promise<void> {
    return this.#count === 0 ? Promise.resolve() : new Promise((done) => this.#waiting.push(done));
  }
}
