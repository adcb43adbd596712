// The worker thread behind in-worker.ts: answers each request in its turn. Rows arrive as plain objects, because a
// message is a structured clone.
import { parentPort, workerData } from 'node:worker_threads';
import { type StatementResult, Statements } from './statements.ts';

export interface Request {
  readonly id: number;
  readonly ask:
    | { readonly kind: 'open' | 'begin' | 'close' }
    | { readonly kind: 'execute'; readonly sql: string; readonly parameters: readonly unknown[] };
}

export interface Reply {
  readonly id: number;
  readonly result?: StatementResult;
  /** Fields of the error: a clone of an Error would lose SQLite's result code. */
  readonly error?: { readonly message: string; readonly code?: unknown; readonly errcode?: unknown };
}

const NOTHING: StatementResult = { rows: [], changes: undefined };
let statements: Statements | undefined;

function answer(ask: Request['ask']): StatementResult {
  statements ??= new Statements((workerData as { file: string }).file);
  if (ask.kind === 'execute') return statements.run(ask.sql, ask.parameters);
  if (ask.kind === 'begin') statements.beginImmediate(true);
  if (ask.kind === 'close') statements.close();
  return NOTHING;
}

parentPort?.on('message', ({ id, ask }: Request) => {
  let reply: Reply;
  try {
    reply = { id, result: answer(ask) };
  } catch (error) {
    const { message, code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
    reply = { id, error: { message, code, errcode } };
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(reply);
});
