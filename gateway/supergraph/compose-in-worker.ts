// Composition beside the traffic: it takes about a second, and a hostile SDL may make it take all there is.
import { Worker } from 'node:worker_threads';
import type { Composition, SupergraphInput } from './compose.ts';

const LONGEST_MS = 60_000;
const MOST_MEMORY_MB = 1_024;

/**
 * As `composeSupergraph`, in a worker of its own.
 * @throws Error where the worker fails, runs too long, needs too much memory, or `signal` ends it.
 */
export async function composeInWorker(input: SupergraphInput, signal?: AbortSignal): Promise<Composition> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./compose-worker.ts', import.meta.url), {
    workerData: input,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  const answer = Promise.withResolvers<Composition>();
  const fail = (message: string) => () => answer.reject(new Error(message));
  const late = setTimeout(fail(`expected a composition within ${LONGEST_MS} ms, got none`), LONGEST_MS);
  const stop = fail('the composition was stopped');
  signal?.addEventListener('abort', stop, { once: true });
  worker.once('message', answer.resolve);
  worker.once('error', answer.reject);
  worker.once('exit', fail('expected a composition, but its worker ended'));
  try {
    return await answer.promise;
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
