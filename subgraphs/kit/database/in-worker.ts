// A SQLite connection in a worker thread of its own: the caller's event loop never waits for the disk or a lock.
import { Worker } from 'node:worker_threads';
import type { SqliteSession } from './driver.ts';
import type { StatementResult } from './statements.ts';
import type { Reply, Request } from './thread.ts';

interface Waiting {
  resolve(result: StatementResult): void;
  reject(error: Error): void;
}

export async function openInWorker(file: string): Promise<SqliteSession> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { file } });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let ended: Error | undefined;

  const end = (error: Error) => {
    ended ??= error;
    for (const each of waiting.values()) each.reject(error);
    waiting.clear();
  };
  worker.on('message', ({ id, result, error }: Reply) => {
    const each = waiting.get(id);
    waiting.delete(id);
    if (result !== undefined) each?.resolve(result);
    else each?.reject(Object.assign(new Error(error?.message), error));
  });
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => end(new Error(`${file}: expected a running database thread, got its end (${code})`)));

  const ask = (request: Request['ask']) =>
    new Promise<StatementResult>((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      last += 1;
      waiting.set(last, { resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage({ id: last, ask: request } satisfies Request);
    });

  // A file that cannot be opened fails here, not at the first query.
  await ask({ kind: 'open' });
  return {
    execute: (sql, parameters) => ask({ kind: 'execute', sql, parameters }),
    async beginImmediate() {
      await ask({ kind: 'begin' });
    },
    async close() {
      await ask({ kind: 'close' });
      await worker.terminate();
    },
  };
}
