// A process under measurement: started, waited for, its CPU time and memory read from the system (Linux), ended.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'undici';
import type { Launch } from '../gateways/gateway.ts';

/** Clock ticks a second of /proc/PID/stat; fixed on Linux for user space. */
const TICKS = 100;
const PATIENCE_MS = 90_000;

export interface Measured {
  readonly url: string;
  readonly headers: (n: number) => Readonly<Record<string, string>>;
  /** CPU time so far, user and system, of all its threads: milliseconds, in steps of 10. */
  cpu(): number;
  /** Resident memory, MiB. */
  memory(): number;
  /** Of the memory, what objects take, MiB. Undefined where the process does not tell it. */
  heap(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** @throws Error with the last words of a process that did not become ready. */
export async function startMeasured(launch: Launch, port: number): Promise<Measured> {
  const child = spawn(launch.command, launch.args, {
    cwd: launch.cwd,
    env: { ...process.env, ...launch.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
    });
  const url = `http://127.0.0.1:${port}${launch.path}`;
  const headers = launch.headers ?? (() => ({}));
  try {
    await answers(url, headers(0), child);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`expected ${launch.command} to answer, got: ${said}`, { cause: error });
  }
  const { pid } = child;
  if (pid === undefined) throw new Error('expected a process id');
  return {
    url,
    headers,
    cpu: () => cpuOf(pid),
    memory: () => memoryOf(pid),
    heap: () => heapOf(url),
    stop: () => stop(child),
  };
}

async function answers(url: string, headers: Readonly<Record<string, string>>, child: ChildProcess): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  const body = JSON.stringify({ query: '{ __typename }' });
  while (child.exitCode === null) {
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      await answer.body.dump();
      if (answer.statusCode === 200) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > until) throw new Error('expected an answer in time');
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`expected it to run, got exit code ${child.exitCode}`);
}

function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the command's name, which may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS;
}

function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_024;
}

async function heapOf(url: string): Promise<number | undefined> {
  const { statusCode, body } = await request(new URL('/metrics', url));
  const bytes = /^nodejs_heap_size_used_bytes (\S+)/m.exec(await body.text())?.[1];
  return statusCode === 200 && bytes !== undefined ? Number(bytes) / 2 ** 20 : undefined;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(late);
}
