// Hours in little: every workload in turn for some minutes, new texts and new shapes without end; memory before, at its
// peak and after, p99 at both ends. Before, the caches are filled: what they hold from then on is other, not more.
import { setTimeout as wait } from 'node:timers/promises';
import { during } from './measure/during.ts';
import { load, quantile } from './measure/load.ts';
import type { Measured } from './measure/process.ts';
import { WORKLOADS, workload } from './workloads/all.ts';

export interface Memory {
  /** Resident, MiB. */
  readonly resident: number;
  /** Of it, what objects take. */
  readonly heap: number;
}

export interface SoakResult {
  readonly minutes: number;
  readonly requests: number;
  readonly memory: {
    /** Before any request. */
    readonly start: Memory;
    /** The caches full, after a rest. */
    readonly warm: Memory;
    /** MiB resident, after a turn. */
    readonly peak: number;
    /** After a rest. */
    readonly end: Memory;
  };
  /** Milliseconds by workload, in the first turn and in the last. */
  readonly p99: Readonly<Record<string, { readonly first: number; readonly last: number }>>;
}

const TURN = 0.25;
/** A gateway gives memory back within six minutes of rest. */
const REST_MS = 390_000;
/** Requests that fill every cache. Their numbers do not come again. */
const FILL = { W1: 300, W2: 60, W3: 500, W4: 5_000, W5: 3_000 };
const FILL_FROM = 40_000;

export function soak(minutes: number, log: (line: string) => void): Promise<SoakResult> {
  return during({ participants: 25, cases: 500 }, async (target) => {
    const start = await memoryOf(target);
    for (const [id, count] of Object.entries(FILL)) await load(target, workload(id), FILL_FROM, count);
    const warm = await rested(target);
    log(`warm: ${warm.resident.toFixed(0)} MiB, heap ${warm.heap.toFixed(0)}`);
    const p99: Record<string, { first: number; last: number }> = {};
    let requests = 0;
    let peak = 0;
    const until = Date.now() + minutes * 60_000;
    for (let turn = 0; Date.now() < until; turn++) {
      for (const each of WORKLOADS) {
        const count = Math.ceil(each.requests * TURN);
        const { latencies } = await load(target, each, turn * count, count);
        requests += count;
        const last = quantile(latencies, 0.99);
        p99[each.id] = { first: p99[each.id]?.first ?? last, last };
      }
      const now = target.memory();
      peak = Math.max(peak, now);
      if (turn % 10 === 0) log(`turn ${turn}: ${now.toFixed(0)} MiB, ${requests} requests`);
    }
    const end = await rested(target);
    return { minutes, requests, memory: { start, warm, peak, end }, p99 };
  });
}

async function rested(target: Measured): Promise<Memory> {
  await wait(REST_MS);
  return memoryOf(target);
}

async function memoryOf(target: Measured): Promise<Memory> {
  return { resident: target.memory(), heap: (await target.heap()) ?? Number.NaN };
}
