// The thread that plans on a system that has no thread to give, or not the memory that a plan needs.
import type { WorkerOptions } from 'node:worker_threads';
import { afterEach, expect, it, vi } from 'vitest';
import { type PlanningThread, planningThread } from '#gateway/planning/thread/planning-thread.ts';
import { alike } from '../../execution/worlds/alike-world.ts';
import { federation } from '../../execution/worlds/federation.ts';

const system = vi.hoisted(() => ({ hasThreads: true, megabytes: 1_024 }));
vi.mock('node:worker_threads', async (load) => {
  const real = await load<typeof import('node:worker_threads')>();
  return {
    ...real,
    Worker: class extends real.Worker {
      constructor(file: string | URL, options: WorkerOptions) {
        if (!system.hasThreads) throw Object.assign(new Error('EAGAIN'), { code: 'ERR_WORKER_INIT_FAILED' });
        super(file, { ...options, resourceLimits: { maxOldGenerationSizeMb: system.megabytes } });
      }
    },
  };
});

const { supergraph } = federation(alike);
const ALL = '{ cases { id title } }';
const threads: PlanningThread[] = [];

afterEach(() => {
  system.hasThreads = true;
  system.megabytes = 1_024;
  for (const each of threads.splice(0)) each.abandon();
});

function thread() {
  const failures: Error[] = [];
  const limits = { maxPlanningMs: 60_000, maxPlansWaiting: 100 };
  const made = planningThread({ supergraph }, { limits, onFailure: (failure) => void failures.push(failure) });
  threads.push(made);
  return { made, failures };
}

it('says so where there is none, and plans as soon as there is one', async () => {
  system.hasThreads = false;
  const { made } = thread();
  await expect(made.ready).rejects.toThrow('EAGAIN');
  await expect(made.plan(ALL, 'somebody')).rejects.toThrow('EAGAIN');
  system.hasThreads = true;
  await expect(made.plan(ALL, 'somebody')).resolves.toBeDefined();
});

it('fails at what needs more memory than there is, and another plans what is behind it', async () => {
  system.megabytes = 60;
  const { made, failures } = thread();
  await made.ready;
  const fields = Array.from({ length: 30_000 }, (_, at) => `f${at}: note r${at}: related { weight }`);
  const plans = [`{ cases { ${fields.join(' ')} } }`, ALL].map((text) => made.plan(text, 'somebody'));
  const [large, small] = await Promise.allSettled(plans);
  expect(large).toMatchObject({ status: 'rejected', reason: { code: 'ERR_WORKER_OUT_OF_MEMORY' } });
  expect(small?.status).toBe('fulfilled');
  expect(failures).toHaveLength(1);
}, 60_000);
