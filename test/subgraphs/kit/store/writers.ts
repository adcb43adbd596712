// Real processes that write into one store, for the tests of crashes and of writers at once.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

const PROGRAM = new URL('./writing-child.ts', import.meta.url).pathname;

export interface Writer {
  readonly child: ChildProcess;
  /** Puts that the writer reported as done, in their order. */
  readonly reported: number[];
  /** Resolves when the process has ended, with what it wrote on standard error. */
  readonly ended: Promise<string>;
}

export function startWriter(file: string, name: string, puts = 1_000_000, size = 20): Writer {
  const child = spawn(process.execPath, [PROGRAM, file, name, String(puts), String(size)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const reported: number[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => reported.push(Number(line)));
  child.stderr.on('data', (data) => errors.push(String(data)));
  return { child, reported, ended: once(child, 'close').then(() => errors.join('')) };
}

/** Waits until `holds`, for 15 s at most. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('expected it within 15 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
