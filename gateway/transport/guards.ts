// Stands before the calls of each subgraph: a bulkhead, so that a slow one takes up no more than its share, and a breaker.
// They outlive a reload of the supergraph.
import type { Metrics } from '../operations/metrics.ts';
import { Breaker, type BreakerOptions, type BreakerState } from './breaker.ts';
import { CallFailure, type FailureKind } from './call-failure.ts';

export interface GuardOptions {
  readonly breaker: BreakerOptions;
  /** Calls at once, sent or waiting. */
  readonly most: number;
}

/** A call that may be made. */
export interface Admitted {
  /** To be told once how it went. */
  ended(failure?: CallFailure): void;
}

export interface Guards {
  /** @throws CallFailure of kind `busy` or `spared` where the call may not be made. */
  admit(subgraph: string, origin: string): Admitted;
}

/**
 * What says that the subgraph, or the line to it, is not well. A caller that is refused does not, nor an answer that is too
 * long or errors alone: a client could bring them about by what it asks.
 */
const UNWELL: ReadonlySet<FailureKind> = new Set(['connection', 'untrusted', 'timeout', 'nonsense']);
const VALUES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

class Guard implements Admitted {
  readonly origin: string;
  readonly breaker: Breaker;
  readonly most: number;
  calls = 0;

  constructor(origin: string, breaker: Breaker, most: number) {
    this.origin = origin;
    this.breaker = breaker;
    this.most = most;
  }

  ended(failure?: CallFailure): void {
    this.calls -= 1;
    if (failure === undefined) this.breaker.answered();
    else if (UNWELL.has(failure.kind)) this.breaker.failed();
    else this.breaker.toldNothing();
  }
}

export function openGuards(
  optionsOf: (subgraph: string) => GuardOptions,
  { breaker: gauge }: Pick<Metrics, 'breaker'>,
): Guards {
  const guards = new Map<string, Guard>();
  const guardOf = (subgraph: string, origin: string) => {
    const known = guards.get(subgraph);
    // At a new address there is a new chance.
    if (known?.origin === origin) return known;
    const set = (state: BreakerState) => gauge.set({ subgraph }, VALUES[state]);
    const { breaker, most } = optionsOf(subgraph);
    const made = new Guard(origin, new Breaker(breaker, set), most);
    set('closed');
    guards.set(subgraph, made);
    return made;
  };
  return {
    admit(subgraph, origin) {
      const guard = guardOf(subgraph, origin);
      if (guard.calls >= guard.most)
        throw new CallFailure('busy', `expected at most ${guard.most} calls at once, got more`);
      if (!guard.breaker.admit()) throw new CallFailure('spared', 'it kept failing and is not called for a while');
      guard.calls += 1;
      return guard;
    },
  };
}
