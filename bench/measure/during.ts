// This gateway over a world of mock subgraphs, for as long as a measurement takes.
import { asDeployed } from '../gateways/ours.ts';
import { freePort } from './free-port.ts';
import { type Measured, startMeasured } from './process.ts';
import { startWorld } from './world.ts';

export interface WorldSize {
  readonly participants: number;
  readonly cases: number;
  /** Milliseconds of the farthest participant. Default: none is far. */
  readonly slowest?: number;
}

export async function during<Result>(
  { participants, cases, slowest = 0 }: WorldSize,
  run: (target: Measured) => Promise<Result>,
): Promise<Result> {
  const world = await startWorld(participants, cases, slowest);
  try {
    const port = await freePort();
    const launch = await asDeployed.launch(world.deployment, port);
    if (!launch) throw new Error('expected this gateway to be launched');
    const target = await startMeasured(launch, port);
    try {
      return await run(target);
    } finally {
      await target.stop();
    }
  } finally {
    world.close();
  }
}
