// Sends a fixed number of requests over 16 connections and keeps what each took.
import { Pool } from 'undici';
import type { Workload } from '../workloads/workload.ts';
import type { Measured } from './process.ts';

export const CONNECTIONS = 16;

export interface Loaded {
  /** Milliseconds of each request, sorted. */
  readonly latencies: readonly number[];
  /** From first to last, milliseconds. */
  readonly elapsed: number;
  readonly bytes: number;
}

/**
 * @param from number of the first request.
 * @throws Error for an answer with errors or without data: a gateway that fails is not fast.
 */
export async function load(target: Measured, workload: Workload, from: number, count: number): Promise<Loaded> {
  const { origin, pathname } = new URL(target.url);
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const latencies: number[] = [];
  let next = from;
  let bytes = 0;
  const worker = async () => {
    while (next < from + count) {
      const n = next++;
      const began = performance.now();
      const text = await ask(pool, pathname, target, workload, n);
      latencies.push(performance.now() - began);
      bytes += text.length;
    }
  };
  const began = performance.now();
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  } finally {
    await pool.destroy();
  }
  return { latencies: latencies.toSorted((a, b) => a - b), elapsed: performance.now() - began, bytes };
}

/** The body of one answer. */
export async function ask(pool: Pool, path: string, target: Measured, workload: Workload, n: number): Promise<string> {
  const { statusCode, body } = await pool.request({
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...target.headers(n) },
    body: JSON.stringify(workload.request(n)),
  });
  const text = await body.text();
  if (statusCode !== 200 || text.includes('"errors"') || !text.includes('"data"'))
    throw new Error(`expected data from ${target.url} for ${workload.id}, got ${statusCode} ${text.slice(0, 500)}`);
  return text;
}

export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
