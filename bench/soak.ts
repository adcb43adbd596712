// Hours in little: every workload in turn for some minutes; memory before, at its peak and after, p99 at both ends.
import { setTimeout as wait } from 'node:timers/promises';
import { during } from './measure/during.ts';
import { load, quantile } from './measure/load.ts';
import { WORKLOADS } from './workloads/all.ts';

export interface SoakResult {
  readonly minutes: number;
  readonly requests: number;
  /** MiB: after the first turn, at most, and after a pause at the end. */
  readonly memory: { readonly warm: number; readonly peak: number; readonly end: number };
  /** Milliseconds by workload, in the first whole turn and in the last. */
  readonly p99: Readonly<Record<string, { readonly first: number; readonly last: number }>>;
}

const TURN = 0.25;
const PAUSE_MS = 20_000;
/** Turns before memory counts as warm: caches fill up to their bounds. */
const WARM_TURNS = 5;

export function soak(minutes: number, log: (line: string) => void): Promise<SoakResult> {
  return during({ participants: 25, cases: 500 }, async (target) => {
    const memory = { warm: 0, peak: 0, end: 0 };
    const p99: Record<string, { first: number; last: number }> = {};
    let requests = 0;
    const until = Date.now() + minutes * 60_000;
    for (let turn = 0; turn <= WARM_TURNS || Date.now() < until; turn++) {
      for (const workload of WORKLOADS) {
        const count = Math.ceil(workload.requests * TURN);
        const { latencies } = await load(target, workload, turn * count, count);
        requests += count;
        const last = quantile(latencies, 0.99);
        const first = turn <= WARM_TURNS ? last : (p99[workload.id]?.first ?? last);
        p99[workload.id] = { first, last };
      }
      const now = target.memory();
      if (turn === WARM_TURNS) memory.warm = now;
      memory.peak = Math.max(memory.peak, now);
      if (turn % 10 === 0) log(`turn ${turn}: ${now.toFixed(0)} MiB, ${requests} requests`);
    }
    await wait(PAUSE_MS);
    memory.end = target.memory();
    return { minutes, requests, memory, p99 };
  });
}
