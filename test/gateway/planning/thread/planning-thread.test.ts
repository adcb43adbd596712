// The thread that plans, by itself: a real one each.
import { afterEach, describe, expect, it } from 'vitest';
import { plannerByShape } from '#gateway/planning/alike/planner.ts';
import { prepareSupergraph } from '#gateway/planning/prepare-supergraph.ts';
import { PlanningRefused, type PlanningThread, planningThread } from '#gateway/planning/thread/planning-thread.ts';
import { wholePlanner } from '#gateway/planning/whole-plan.ts';
import { alike } from '../../execution/worlds/alike-world.ts';
import { federation } from '../../execution/worlds/federation.ts';

const { supergraph } = federation(alike);
const prepared = prepareSupergraph(supergraph);
const threads: PlanningThread[] = [];
afterEach(() => {
  for (const each of threads.splice(0)) each.end();
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
    const plans = await Promise.all([ALL, ONE, '{ cases { id } }'].map((text) => made.plan(text)));
    expect(plans[0]).toEqual(own(ALL));
    expect(plans[1]).toEqual(own(ONE));
    expect(plans[0]?.representatives.length).toBeGreaterThan(0);
    // What is made of them once is found again by the array.
    expect(plans[2]?.representatives).toBe(plans[0]?.representatives);
  });

  it('tells why it has none, and goes on', async () => {
    const { made, failures } = thread();
    const [none, nonsense, plan] = await Promise.allSettled(['{ nothing }', '{', ALL].map((text) => made.plan(text)));
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
    await made.plan(slow(200));
    clearInterval(count);
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(20);
    // Planned here it would have gone round once.
    expect(rounds).toBeGreaterThan(3);
  });

  it('refuses what is more than may wait, and what it was given before is planned', async () => {
    const { made } = thread({ maxPlansWaiting: 2 });
    const told = await Promise.allSettled([ALL, ONE, '{ cases { id } }'].map((text) => made.plan(text)));
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(told[2]).toMatchObject({ reason: { why: 'busy', message: /at most 2/ } });
    await expect(made.plan('{ cases { id } }')).resolves.toBeDefined();
  });

  it('ends with one that takes too long; those that waited behind it are planned by another', async () => {
    const { made, failures } = thread({ maxPlanningMs: 300 });
    await made.ready;
    const [late, ...others] = await Promise.allSettled([slow(3_000), ALL, ONE].map((text) => made.plan(text)));
    expect(late).toMatchObject({ reason: { why: 'late' } });
    expect((late as PromiseRejectedResult).reason).toBeInstanceOf(PlanningRefused);
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(failures).toMatchObject([{ message: /300 ms/ }]);
  });

  it('is told of where it cannot be made', async () => {
    const { made, failures } = thread({ sdl: 'type Query { a: Int }' });
    const plan = made.plan(ALL);
    await expect(made.ready).rejects.toThrow('expected a supergraph');
    await expect(plan).rejects.toThrow('expected a supergraph');
    expect(failures).toEqual([]);
  });

  it('is another after its end, for what is asked all the same', async () => {
    const { made } = thread();
    const before = made.plan(ALL);
    made.end();
    await expect(before).resolves.toBeDefined();
    await expect(made.plan(ONE)).resolves.toBeDefined();
  });
});
