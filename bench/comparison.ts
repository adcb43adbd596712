// The table: every gateway, every workload, in interleaved rounds; CPU milliseconds of the gateway's process a request.
import { GATEWAYS } from './gateways/all.ts';
import type { GatewayEntry } from './gateways/gateway.ts';
import { answerOf, type Comparison, compare } from './measure/equal.ts';
import { freePort } from './measure/free-port.ts';
import { CONNECTIONS, load, quantile } from './measure/load.ts';
import { type Measured, startMeasured } from './measure/process.ts';
import { startWorld } from './measure/world.ts';
import { WORKLOADS } from './workloads/all.ts';
import type { Workload } from './workloads/workload.ts';

export interface Cell {
  /** Of each round, CPU milliseconds a request. */
  readonly cpu: number[];
  /** Of each round, milliseconds. */
  readonly p50: number[];
  readonly p99: number[];
}

export interface ComparisonResult {
  readonly gateways: readonly { readonly id: string; readonly title: string; readonly memory: number }[];
  readonly workloads: readonly { readonly id: string; readonly title: string }[];
  /** By gateway, then by workload. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
  /** By gateway, then by workload: how its answer stands to the first gateway's. */
  readonly equality: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface ComparisonOptions {
  readonly rounds: number;
  /** Ids; all where empty. */
  readonly gateways: readonly string[];
  readonly workloads: readonly string[];
  readonly log: (line: string) => void;
}

const PARTICIPANTS = 25;
const CASES = 500;
const WARM_UP_MS = 4_000;
/** Numbers of requests that are not measured. There are 65,535 shapes: what is measured is new whatever came before. */
const WARM_UP_FROM = 20_000;
const MOST_WARM_UP = 15_000;
const WARM_UPS = 3;
const MEASURED_MS = 2_000;
/** How often a workload's requests are sent, at most. */
const MOST_TIMES = 10;

export async function compareGateways(options: ComparisonOptions): Promise<ComparisonResult> {
  const { rounds, log } = options;
  const workloads = chosen(WORKLOADS, options.workloads);
  const world = await startWorld(PARTICIPANTS, CASES);
  const running: { entry: GatewayEntry; target: Measured }[] = [];
  try {
    for (const entry of chosen(GATEWAYS, options.gateways)) {
      if (!workloads.some((each) => canAnswer(entry, each))) continue;
      const port = await freePort();
      const launch = await entry.launch(world.deployment, port);
      if (launch) running.push({ entry, target: await startMeasured(launch, port) });
    }
    const equality = await compareAnswers(running, workloads);
    const cells = Object.fromEntries(
      running.map(({ entry }) => [entry.id, Object.fromEntries(workloads.map(({ id }) => [id, emptyCell()]))]),
    );
    for (let round = 0; round < rounds; round++)
      for (const workload of workloads)
        for (const { entry, target } of running) {
          const cell = cells[entry.id]?.[workload.id];
          if (!cell || !canAnswer(entry, workload)) continue;
          await warmUp(target, workload, WARM_UP_FROM + (round % WARM_UPS) * MOST_WARM_UP);
          const before = target.cpu();
          const latencies = await measured(target, workload, round);
          cell.cpu.push((target.cpu() - before) / latencies.length);
          cell.p50.push(quantile(latencies, 0.5));
          cell.p99.push(quantile(latencies, 0.99));
          log(`round ${round + 1} ${workload.id} ${entry.id}: ${cell.cpu.at(-1)?.toFixed(3)} ms CPU`);
        }
    return {
      gateways: running.map(({ entry, target }) => ({ id: entry.id, title: entry.title, memory: target.memory() })),
      workloads: workloads.map(({ id, title }) => ({ id, title })),
      cells,
      equality,
    };
  } finally {
    await Promise.all(running.map(({ target }) => target.stop()));
    world.close();
  }
}

/**
 * Before each is measured, every one of the hundred callers has asked, and what a machine compiles as it runs is compiled, of
 * every gateway: a campaign runs for months, and here each waits minutes for its next turn. So for some seconds, whatever their
 * number.
 */
async function warmUp(target: Measured, workload: Workload, from: number): Promise<void> {
  const until = performance.now() + WARM_UP_MS;
  for (let asked = 0; asked < MOST_WARM_UP && (asked < workload.warmUp || performance.now() < until); ) {
    const count = Math.max(CONNECTIONS, Math.ceil(workload.warmUp / 4));
    await load(target, workload, from + asked, count);
    asked += count;
  }
}

/**
 * The same numbers for every gateway, and none twice: a new shape is new to each. For two seconds at least, so that a collection
 * of all that is held weighs as it does in an hour.
 */
async function measured(target: Measured, workload: Workload, round: number): Promise<number[]> {
  const until = performance.now() + MEASURED_MS;
  const latencies: number[] = [];
  for (let time = 0; time < MOST_TIMES && (time === 0 || performance.now() < until); time += 1) {
    const from = 1 + (round * MOST_TIMES + time) * workload.requests;
    latencies.push(...(await load(target, workload, from, workload.requests)).latencies);
  }
  return latencies.toSorted((a, b) => a - b);
}

function canAnswer({ workloads }: GatewayEntry, { id }: Workload): boolean {
  return workloads?.includes(id) ?? true;
}

function emptyCell(): Cell {
  return { cpu: [], p50: [], p99: [] };
}

/** Those with these ids; all where none is named. */
function chosen<T extends { id: string }>(all: readonly T[], ids: readonly string[]): readonly T[] {
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

async function compareAnswers(
  running: readonly { entry: GatewayEntry; target: Measured }[],
  workloads: readonly Workload[],
): Promise<ComparisonResult['equality']> {
  const equality: Record<string, Record<string, string>> = {};
  for (const workload of workloads) {
    let first: Comparison | undefined;
    for (const { entry, target } of running) {
      if (!canAnswer(entry, workload)) continue;
      const answer = await answerOf(target, workload, 0);
      first ??= answer;
      equality[entry.id] = { ...equality[entry.id], [workload.id]: compare(first, answer) };
    }
  }
  return equality;
}
