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

export interface Guards {
  /**
   * Makes the call where it may be made.
   * @throws CallFailure of kind `busy` or `spared` where not, else what `call` throws.
   */
  run<Result>(subgraph: string, origin: string, call: () => Promise<Result>): Promise<Result>;
}

/**
 * What says that the subgraph, or the line to it, is not well. A caller that is refused does not, nor an answer that is too
 * long: a client could bring it about by what it asks.
 */
const UNWELL: ReadonlySet<FailureKind> = new Set(['connection', 'untrusted', 'timeout', 'nonsense']);
const VALUES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

export function openGuards(
  optionsOf: (subgraph: string) => GuardOptions,
  { breaker: gauge }: Pick<Metrics, 'breaker'>,
): Guards {
  const guards = new Map<string, { readonly origin: string; readonly breaker: Breaker; calls: number }>();
  const guardOf = (subgraph: string, origin: string) => {
    const known = guards.get(subgraph);
    // At a new address there is a new chance.
    if (known?.origin === origin) return known;
    const set = (state: BreakerState) => gauge.set({ subgraph }, VALUES[state]);
    const made = { origin, breaker: new Breaker(optionsOf(subgraph).breaker, set), calls: 0 };
    set('closed');
    guards.set(subgraph, made);
    return made;
  };
  return {
    async run(subgraph, origin, call) {
      const guard = guardOf(subgraph, origin);
      const { most } = optionsOf(subgraph);
      if (guard.calls >= most) throw new CallFailure('busy', `expected at most ${most} calls at once, got more`);
      if (!guard.breaker.admit()) throw new CallFailure('spared', 'it kept failing and is not called for a while');
      guard.calls += 1;
      try {
        const result = await call();
        guard.breaker.answered();
        return result;
      } catch (error) {
        if (error instanceof CallFailure && UNWELL.has(error.kind)) guard.breaker.failed();
        else guard.breaker.answered();
        throw error;
      } finally {
        guard.calls -= 1;
      }
    },
  };
}
