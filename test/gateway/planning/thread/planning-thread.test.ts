// The thread that plans, by itself: a real one each.
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { plannerByShape } from '#gateway/planning/alike/planner.ts';
import { prepareSupergraph } from '#gateway/planning/prepare-supergraph.ts';
import { PlanningRefused } from '#gateway/planning/thread/planning-refused.ts';
import { type PlanningThread, planningThread } from '#gateway/planning/thread/planning-thread.ts';
import { wholePlanner } from '#gateway/planning/whole-plan.ts';
import { alike } from '../../execution/worlds/alike-world.ts';
import { federation } from '../../execution/worlds/federation.ts';

const { supergraph } = federation(alike);
const prepared = prepareSupergraph(supergraph);
const threads: PlanningThread[] = [];
let workers: Worker[] = [];
const begun = (worker: Worker) => void workers.push(worker);

beforeEach(() => void process.on('worker', begun));
/** None is left behind, whatever happened. */
afterEach(async () => {
  for (const each of threads.splice(0)) each.end();
  process.off('worker', begun);
  await vi.waitUntil(() => workers.every(({ threadId }) => threadId === -1));
  workers = [];
});

function thread({ maxPlanningMs = 10_000, maxPlansWaiting = 100, sdl = supergraph } = {}) {
  const failures: Error[] = [];
  const made = planningThread(
    { supergraph: sdl },
    { limits: { maxPlanningMs, maxPlansWaiting }, onFailure: (failure) => void failures.push(failure) },
  );
  threads.push(made);
  return { made, failures };
}

const ALL = '{ cases { id title } }';
const ONE = '{ cases { weight ... on CCase { note } } }';

/** Takes the planner about half a millisecond for each. */
function slow(fields: number): string {
  const each = Array.from({ length: fields }, (_, index) => `f${index}: note r${index}: related { weight }`);
  return `{ cases { ${each.join(' ')} } }`;
}

describe('a thread that plans', () => {
  it('makes the plans that the planner makes, those for all alike with the same representatives', async () => {
    const { made } = thread();
    const own = wholePlanner(plannerByShape(prepared));
    const plans = await Promise.all([ALL, ONE, '{ cases { id } }'].map((text) => made.plan(text, 'somebody')));
    expect(plans[0]).toEqual(own(ALL));
    expect(plans[1]).toEqual(own(ONE));
    expect(plans[0]?.representatives.length).toBeGreaterThan(0);
    // What is made of them once is found again by the array.
    expect(plans[2]?.representatives).toBe(plans[0]?.representatives);
  });

  it('tells why it has none, and goes on', async () => {
    const { made, failures } = thread();
    const [none, nonsense, plan] = await Promise.allSettled(
      ['{ nothing }', '{', ALL].map((text) => made.plan(text, 'somebody')),
    );
    expect(none).toMatchObject({ reason: { message: /nothing/ } });
    expect(nonsense).toMatchObject({ reason: { message: /Syntax Error/ } });
    expect(plan?.status).toBe('fulfilled');
    expect(failures).toEqual([]);
  });

  it('holds nobody up: the loop goes round while it plans', async () => {
    const { made } = thread();
    await made.ready;
    let rounds = 0;
    const count = setInterval(() => {
      rounds += 1;
    }, 1);
    const began = performance.now();
    await made.plan(slow(200), 'somebody');
    clearInterval(count);
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(20);
    // Planned here it would have gone round once.
    expect(rounds).toBeGreaterThan(3);
  });

  it('refuses what is more than may wait, and what it was given before is planned', async () => {
    const { made } = thread({ maxPlansWaiting: 2 });
    await made.ready;
    const told = await Promise.allSettled([ALL, ONE, '{ cases { id } }'].map((text) => made.plan(text, 'somebody')));
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(told[2]).toMatchObject({ reason: { why: 'busy', message: /at most 2/ } });
    await expect(made.plan('{ cases { id } }', 'somebody')).resolves.toBeDefined();
  });

  it('takes those who ask in turn, and of each no more than its part', async () => {
    const { made } = thread({ maxPlansWaiting: 16 });
    await made.ready;
    const order: string[] = [];
    const ask = (who: string, index: number) =>
      made.plan(`{ cases { f${index}: id } }`, who).then(() => order.push(`${who}${index}`));
    // Two of them go to the thread at once, four may wait behind.
    const many = Array.from({ length: 8 }, (_, index) => ask('many ', index));
    const told = await Promise.allSettled([...many, ask('one ', 9)]);
    expect(told.map(({ status }) => status === 'fulfilled')).toEqual([...Array(6).fill(true), false, false, true]);
    expect(order.indexOf('one 9')).toBeLessThan(order.indexOf('many 4'));
  });

  it('ends with one that takes too long, which is not tried again; those behind it are planned by another', async () => {
    const { made, failures } = thread({ maxPlanningMs: 1_500 });
    await made.plan(ALL, 'somebody');
    const [late, ...others] = await Promise.allSettled(
      [slow(15_000), '{ cases { id } }', ONE].map((text) => made.plan(text, 'somebody')),
    );
    expect(late).toMatchObject({ reason: { why: 'late' } });
    expect((late as PromiseRejectedResult).reason).toBeInstanceOf(PlanningRefused);
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(failures).toMatchObject([{ message: /1500 ms/ }]);
    await expect(made.plan(slow(15_000), 'another')).rejects.toMatchObject({ why: 'late' });
    expect([failures.length, workers.length]).toEqual([1, 2]);
  }, 60_000);

  it('is another where it ended by itself: what it was at fails, others are planned', async () => {
    const { made, failures } = thread();
    await made.plan(ALL, 'somebody');
    const plans = [slow(3_000), ONE, '{ cases { id } }'].map((text) => made.plan(text, 'somebody'));
    const told = Promise.allSettled(plans);
    await workers[0]?.terminate();
    expect((await told).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(failures).toMatchObject([{ message: /it ended/ }]);
    expect(workers).toHaveLength(2);
  });

  it('tells whoever waits where it is abandoned', async () => {
    const { made } = thread();
    const told = Promise.allSettled([slow(3_000), ALL, ONE].map((text) => made.plan(text, 'somebody')));
    made.abandon();
    expect((await told).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  it('is told of where it cannot be made', async () => {
    const { made, failures } = thread({ sdl: 'type Query { a: Int }' });
    const plan = made.plan(ALL, 'somebody');
    await expect(made.ready).rejects.toThrow('expected a supergraph');
    await expect(plan).rejects.toThrow('expected a supergraph');
    expect(failures).toEqual([]);
  });

  it('is another after its end, for what is asked all the same', async () => {
    const { made } = thread();
    const before = made.plan(ALL, 'somebody');
    made.end();
    await expect(before).resolves.toBeDefined();
    await expect(made.plan(ONE, 'somebody')).resolves.toBeDefined();
  });
});
