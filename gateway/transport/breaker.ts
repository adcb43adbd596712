// Spares a subgraph that keeps failing, and callers the wait for it: after so many failures on end it is not called for a
// while, then once to try.

export interface BreakerOptions {
  /** Failures on end that open it. */
  readonly failures: number;
  /** Milliseconds for which it then stays open. */
  readonly pause: number;
}

export type BreakerState = 'closed' | 'half-open' | 'open';

export class Breaker {
  readonly #options: BreakerOptions;
  readonly #changed: (state: BreakerState) => void;
  readonly #now: () => number;
  #state: BreakerState = 'closed';
  #failures = 0;
  #openedAt = 0;

  /** @param changed is told each new state. @param now a clock that never goes back, milliseconds. */
  constructor(options: BreakerOptions, changed: (state: BreakerState) => void, now = () => performance.now()) {
    this.#options = options;
    this.#changed = changed;
    this.#now = now;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** Whether a call may be made; one that may is followed by one of the three below. While half open it is one at a time. */
  admit(): boolean {
    if (this.#state === 'closed') return true;
    if (this.#state === 'half-open' || this.#now() - this.#openedAt < this.#options.pause) return false;
    this.#to('half-open');
    return true;
  }

  answered(): void {
    this.#failures = 0;
    // One that was under way when it opened says nothing of now.
    if (this.#state === 'half-open') this.#to('closed');
  }

  /** What came of it tells nothing of how it is: it is as it was, but for one that was to try. */
  toldNothing(): void {
    if (this.#state === 'half-open') this.#to('closed');
  }

  failed(): void {
    this.#failures += 1;
    if (this.#state === 'open' || (this.#state === 'closed' && this.#failures < this.#options.failures)) return;
    this.#openedAt = this.#now();
    this.#to('open');
  }

  #to(state: BreakerState): void {
    this.#state = state;
    this.#changed(state);
  }
}
