// The hub's time. It makes "as of an instant" exact: no change is ever recorded at or before an instant that an answer
// was given for, and no instant is given out while a change at or before it is still being written.

export class HubClock {
  #last: number;
  readonly #open = new Map<number, Promise<void>>();
  readonly #now: () => number;

  /** @param last latest instant recorded before, in milliseconds; 0 where none was. */
  constructor(last: number, now: () => number = Date.now) {
    this.#last = last;
    this.#now = now;
  }

  /** The latest instant that an answer can be given for: everything recorded up to it is committed. */
  latest(): Date {
    const [writing] = this.#open.keys();
    const instant = writing === undefined ? Math.max(this.#now(), this.#last) : writing - 1;
    this.#last = Math.max(this.#last, instant);
    return new Date(instant);
  }

  /**
   * Waits until everything recorded up to `instant` is committed.
   * @returns whether the instant has passed; false for one to come, which could not be answered the same way again.
   */
  async reached(instant: Date): Promise<boolean> {
    const asked = instant.getTime();
    if (asked > Math.max(this.#now(), this.#last)) return false;
    this.#last = Math.max(this.#last, asked);
    await Promise.all([...this.#open].filter(([at]) => at <= asked).map(([, done]) => done));
    return true;
  }

  /**
   * Begins to record changes, at an instant later than any recorded or answered before. To be called inside the
   * transaction, so that instants follow the order of writing, and ended after its commit or its failure.
   */
  begin(): Recording {
    const at = Math.max(this.#now(), this.#last + 1);
    this.#last = at;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#open.set(at, promise);
    return {
      at: new Date(at),
      end: () => {
        this.#open.delete(at);
        resolve();
      },
    };
  }
}

export interface Recording {
  readonly at: Date;
  end(): void;
}
