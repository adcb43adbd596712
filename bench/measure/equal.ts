// Whether gateways answer the same: the data of one request of each workload, and whether it is the same to the byte.
import { Pool } from 'undici';
import type { Workload } from '../workloads/workload.ts';
import { ask } from './load.ts';
import type { Measured } from './process.ts';

export interface Comparison {
  /** Data as JSON.stringify writes it, keys in the order of the answer. */
  readonly data: string;
  readonly bytes: string;
}

export async function answerOf(target: Measured, workload: Workload, n: number): Promise<Comparison> {
  const { origin, pathname } = new URL(target.url);
  const pool = new Pool(origin, { connections: 1 });
  try {
    const bytes = await ask(pool, pathname, target, workload, n);
    return { bytes, data: JSON.stringify((JSON.parse(bytes) as { data: unknown }).data) };
  } finally {
    await pool.destroy();
  }
}

/** How `other` stands to `first`: `same bytes`, `same data`, or where it differs. */
export function compare(first: Comparison, other: Comparison): string {
  if (first.bytes === other.bytes) return 'same bytes';
  if (first.data === other.data) return 'same data';
  let at = 0;
  while (first.data[at] === other.data[at]) at++;
  return `differs at ${at}: ${first.data.slice(Math.max(0, at - 40), at + 40)} | ${other.data.slice(Math.max(0, at - 40), at + 40)}`;
}
