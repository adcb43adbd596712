import type { Worker } from 'node:worker_threads';
import { parse } from 'graphql';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { ANONYMOUS } from '#gateway/authentication/caller.ts';
import type { ExecutionContext } from '#gateway/execution/context.ts';
import { asItIs, type Form } from '#gateway/execution/form.ts';
import { startGeneration } from '#gateway/execution/generation.ts';
import { gatewayMetrics } from '#gateway/operations/metrics.ts';
import { takeComposed } from '#gateway/supergraph/composed-file.ts';
import { noReports } from '#gateway/transport/reports.ts';
import { compose } from '../server/any-supergraph.ts';

const SUPERGRAPH = takeComposed(
  compose([{ name: 'one', url: 'http://127.0.0.1:1', sdl: 'type Query { a: Int b: Int }' }]),
  () => false,
);

const options = () => ({
  policies: () => undefined,
  logger: pino({ level: 'silent' }),
  metrics: gatewayMetrics(),
  limits: { maxPlanningMs: 10_000, maxPlansWaiting: 10 },
});

/** A generation whose subgraph answers when it is told to. */
async function generation() {
  const calls: ((data: Record<string, unknown> | null) => void)[] = [];
  const made = await startGeneration(
    SUPERGRAPH,
    () => () => new Promise((done) => calls.push((data) => done({ data }))),
    options(),
  );
  const context: ExecutionContext = {
    caller: ANONYMOUS,
    requestId: 'any',
    reports: noReports(),
    mayRead: () => [],
  };
  const ask = (text: string, form: Form<unknown> = asItIs) => made.execute(parse(text), {}, context, form);
  const answer = async (data: Record<string, unknown> | null) => {
    await vi.waitUntil(() => calls.length > 0);
    calls.shift()?.(data);
  };
  return { made, ask, answer };
}

const isSettled = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), new Promise<boolean>((done) => setImmediate(done, false))]);

const fault = () => {
  throw new Error('a fault');
};

describe('a generation', () => {
  it('is retired once every operation on it has ended, however it ended', async () => {
    const { made, ask, answer } = await generation();
    const [whole, formless, unplanned] = [ask('{ a }'), ask('{ b }', fault), ask('{ nothing }')];
    const failed = [expect(formless).rejects.toThrow('a fault'), expect(unplanned).rejects.toThrow()];
    const retired = made.retire();
    await answer({ a: 1 });
    expect((await whole).data).toEqual({ a: 1 });
    expect(await isSettled(retired)).toBe(false);
    await answer({ b: 1 });
    await Promise.all(failed);
    expect(await isSettled(retired)).toBe(true);
  });

  it('answers what begins on it after it was retired, and is retired again once that has ended', async () => {
    const { made, ask, answer } = await generation();
    await made.retire();
    const late = ask('{ a b }');
    const [retired, again] = [made.retire(), made.retire()];
    expect(await isSettled(retired)).toBe(false);
    await answer({ a: 1, b: 2 });
    expect((await late).data).toEqual({ a: 1, b: 2 });
    expect([await isSettled(retired), await isSettled(again)]).toEqual([true, true]);
  });

  it('ends its thread when it is retired, and where it does not start', async () => {
    const workers: Worker[] = [];
    const begun = (worker: Worker) => void workers.push(worker);
    process.on('worker', begun);
    const { made } = await generation();
    await made.retire();
    await expect(startGeneration(SUPERGRAPH, fault, options())).rejects.toThrow('a fault');
    process.off('worker', begun);
    expect(workers).toHaveLength(2);
    await vi.waitUntil(() => workers.every(({ threadId }) => threadId === -1));
  });
});
