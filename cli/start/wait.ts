// Waiting for the hub: what its health says, asked again until it says what is waited for.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const health = z.object({
  sdl: z.string(),
  feeds: z.array(z.object({ participant: z.string(), state: z.enum(['CURRENT', 'LATE', 'UNREACHABLE']) })),
  campaigns: z.array(z.string()),
});
export type HubHealth = z.output<typeof health>;

/** Asks until `wanted` holds; returns whether it did within `patienceMs`. */
export async function hubSays(
  port: number,
  wanted: (health: HubHealth) => boolean,
  patienceMs: number,
): Promise<boolean> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const said = await ask(port);
    if (said && wanted(said)) return true;
    if (Date.now() > end) return false;
    await sleep(100);
  }
}

async function ask(port: number): Promise<HubHealth | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2_000) });
    return health.parse(await response.json());
  } catch {
    return undefined;
  }
}
