// Participants 50 to 200 ms away: what the caller of a wide page waits, against the slowest of them.
import { withRights } from './gateways/ours.ts';
import { freePort } from './measure/free-port.ts';
import { load, quantile } from './measure/load.ts';
import { startMeasured } from './measure/process.ts';
import { startWorld } from './measure/world.ts';
import { workload } from './workloads/all.ts';

export interface DistanceResult {
  /** Milliseconds of the slowest participant. */
  readonly slowest: number;
  readonly p50: number;
  readonly p99: number;
}

const SLOWEST_MS = 200;
const REQUESTS = 300;

export async function measureDistance(): Promise<DistanceResult> {
  const world = await startWorld(25, 50, SLOWEST_MS);
  try {
    const port = await freePort();
    const launch = await withRights.launch(world.deployment, port);
    if (!launch) throw new Error('expected this gateway to be launched');
    const target = await startMeasured(launch, port);
    try {
      await load(target, workload('W1'), 0, 50);
      const { latencies } = await load(target, workload('W1'), 50, REQUESTS);
      return { slowest: SLOWEST_MS, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
    } finally {
      await target.stop();
    }
  } finally {
    world.close();
  }
}
