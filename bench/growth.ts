// How the cost grows: with the cases of a page, and with the participants who are asked for a page of one size.
import { during } from './measure/during.ts';
import { load } from './measure/load.ts';
import type { Measured } from './measure/process.ts';
import { median } from './report/table.ts';
import { bulkPage, newShapePage } from './workloads/all.ts';
import type { Workload } from './workloads/workload.ts';

export interface GrowthPoint {
  readonly participants: number;
  readonly cases: number;
  /** CPU milliseconds a request, of an operation seen before. */
  readonly known: number;
  /** CPU milliseconds a case of it. */
  readonly perCase: number;
  /** CPU milliseconds a request, of an operation never seen, over what its page costs when seen: planning. */
  readonly planning: number;
}

const PAGES = [10, 50, 200, 500, 1_000, 5_000];
const PARTICIPANTS = [5, 25, 50, 100, 200];
const PAGE = 4_000;
/** Cases in all requests of one measurement, and requests at least. */
const WORK = 40_000;
const LEAST = 40;
/** A page is measured so often; the median counts. */
const TIMES = 3;
/** Requests before a measurement, at least: every caller has asked, so that every assertion is signed. */
const WARM_UP = 100;
const NEW_SHAPES = 40;

export async function measureGrowth(log: (line: string) => void): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  const measure = async (participants: number, pages: readonly number[]) => {
    await during({ participants, cases: Math.max(...pages) }, async (target) => {
      for (const cases of pages) {
        const known = await cost(target, bulkPage(cases), Math.max(LEAST, Math.round(WORK / cases)));
        const planning = await planningCost(target);
        points.push({ participants, cases, known, perCase: known / cases, planning });
        log(`${participants} participants, ${cases} cases: ${known.toFixed(2)} ms, planning ${planning.toFixed(2)} ms`);
      }
    });
  };
  await measure(25, PAGES);
  for (const participants of PARTICIPANTS) await measure(participants, [PAGE]);
  return points;
}

let shapes = 1;

async function planningCost(target: Measured): Promise<number> {
  const page = newShapePage(1);
  await load(target, page, shapes, 20);
  shapes += 20;
  const first = shapes;
  shapes += NEW_SHAPES;
  const fresh = await cpuOf(target, page, first, NEW_SHAPES);
  // The same operations once more: now they are known.
  return fresh - (await cpuOf(target, page, first, NEW_SHAPES));
}

async function cost(target: Measured, workload: Workload, requests: number): Promise<number> {
  await load(target, workload, 0, Math.max(WARM_UP, Math.ceil(requests / 2)));
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) times.push(await cpuOf(target, workload, 0, requests));
  return median(times);
}

async function cpuOf(target: Measured, workload: Workload, from: number, requests: number): Promise<number> {
  const before = target.cpu();
  await load(target, workload, from, requests);
  return (target.cpu() - before) / requests;
}
