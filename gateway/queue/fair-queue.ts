// Who waits, each in turn with whatever it has: one that asks for much waits behind itself.

export class FairQueue<Item> {
  /** By who asks; the first is next. None is empty. */
  readonly #queues = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  of(who: string): number {
    return this.#queues.get(who)?.length ?? 0;
  }

  push(who: string, item: Item): void {
    const queue = this.#queues.get(who);
    if (queue) queue.push(item);
    else this.#queues.set(who, [item]);
    this.#size += 1;
  }

  shift(): Item | undefined {
    for (const [who, queue] of this.#queues) {
      const item = queue.shift();
      this.#size -= 1;
      // Behind the others.
      this.#queues.delete(who);
      if (queue.length > 0) this.#queues.set(who, queue);
      return item;
    }
    return undefined;
  }
}
