// Participants 50 to 200 ms away: what the caller of a wide page waits, against the slowest of them.
import { during } from './measure/during.ts';
import { load, quantile } from './measure/load.ts';
import { workload } from './workloads/all.ts';

export interface DistanceResult {
  /** Milliseconds of the slowest participant. */
  readonly slowest: number;
  readonly p50: number;
  readonly p99: number;
}

const SLOWEST_MS = 200;
const REQUESTS = 300;

export function measureDistance(): Promise<DistanceResult> {
  return during({ participants: 25, cases: 50, slowest: SLOWEST_MS }, async (target) => {
    await load(target, workload('W1'), 0, 50);
    const { latencies } = await load(target, workload('W1'), 50, REQUESTS);
    return { slowest: SLOWEST_MS, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
  });
}
