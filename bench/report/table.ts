// Results as tables in Markdown.
import type { ComparisonResult } from '../comparison.ts';
import type { DistanceResult } from '../distance.ts';
import type { GrowthPoint } from '../growth.ts';
import type { SoakResult } from '../soak.ts';

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Medians over the rounds, and how many times less than the first row. */
export function comparisonTable({ gateways, workloads, cells, equality }: ComparisonResult): string {
  const [base] = gateways;
  const cpu = (gateway: string, workload: string) => median(cells[gateway]?.[workload]?.cpu ?? []);
  const rows = gateways.map(({ id, title, memory }) => {
    const figures = workloads.map((workload) => {
      const own = cpu(id, workload.id);
      if (Number.isNaN(own)) return '';
      const ratio = cpu(base?.id ?? '', workload.id) / own;
      return `${own.toFixed(own < 1 ? 3 : 2)} (${ratio.toFixed(1)}x)`;
    });
    const compared = Object.values(equality[id] ?? {});
    const same = compared.length > 0 && compared.every((each) => each.startsWith('same'));
    return `| ${title} | ${figures.join(' | ')} | ${memory.toFixed(0)} | ${same ? 'yes' : 'NO'} |`;
  });
  return [
    `| CPU ms a request, median (times less than the first row) | ${workloads.map(({ id }) => id).join(' | ')} | MiB | same data |`,
    `|---|${workloads.map(() => '---').join('|')}|---|---|`,
    ...rows,
  ].join('\n');
}

export function growthTable(points: readonly GrowthPoint[]): string {
  return [
    '| participants | cases | CPU ms a request | CPU microseconds a case | CPU ms to plan a new shape |',
    '|---|---|---|---|---|',
    ...points.map(
      ({ participants, cases, known, perCase, planning }) =>
        `| ${participants} | ${cases} | ${known.toFixed(2)} | ${(perCase * 1_000).toFixed(1)} | ${planning.toFixed(2)} |`,
    ),
  ].join('\n');
}

export function soakTable({ minutes, requests, memory, p99 }: SoakResult): string {
  const { start, warm, peak, end } = memory;
  const row = (at: string, { resident, heap }: typeof start) =>
    `| ${at} | ${resident.toFixed(0)} | ${heap.toFixed(0)} |`;
  return [
    `${requests} requests in ${minutes} minutes.`,
    '',
    '| memory, MiB | resident | objects |',
    '|---|---|---|',
    row('before any request', start),
    row('the caches full, after a rest', warm),
    `| at most | ${peak.toFixed(0)} | |`,
    row('after the soak and a rest', end),
    '',
    '| p99, ms | first turn | last turn |',
    '|---|---|---|',
    ...Object.entries(p99).map(([id, { first, last }]) => `| ${id} | ${first.toFixed(0)} | ${last.toFixed(0)} |`),
  ].join('\n');
}

export function distanceTable({ slowest, p50, p99 }: DistanceResult): string {
  return [
    '| slowest participant, ms | p50 | p99 |',
    '|---|---|---|',
    `| ${slowest} | ${p50.toFixed(0)} | ${p99.toFixed(0)} |`,
  ].join('\n');
}
