// A child process that is kept running: started again with back-off when it ends by itself, stopped when told.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command `campaign`. */
export const COMMAND = fileURLToPath(new URL('../campaign.mjs', import.meta.url));
const FIRST_BACK_OFF_MS = 250;
const LAST_BACK_OFF_MS = 10_000;
const STOP_MS = 4_500;

export interface ChildOptions {
  readonly name: string;
  /** Arguments of `campaign`. */
  readonly args: readonly string[];
  /** What the child writes on standard error goes here. */
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  /** Of Node. */
  readonly flags?: readonly string[];
  /** Called each time that the child has said `ready`. */
  readonly onReady?: (process: ChildProcess) => Promise<void> | void;
}

export interface Child {
  /** Settles when the child has said `ready` for the first time; rejects when it ended before. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/** Starts `campaign <args>` as a child with an IPC channel. The child says `ready …` on standard output. */
export function startChild(options: ChildOptions): Child {
  let current: ChildProcess | undefined;
  let stopping = false;
  let backOff = FIRST_BACK_OFF_MS;
  let timer: NodeJS.Timeout | undefined;
  const first = Promise.withResolvers<void>();
  mkdirSync(dirname(options.logFile), { recursive: true });

  const launch = () => {
    const child = fork(COMMAND, [...options.args], {
      stdio: ['ignore', 'pipe', openSync(options.logFile, 'a'), 'ipc'],
      env: { ...process.env, ...options.env },
      execArgv: [...process.execArgv, ...(options.flags ?? [])],
    });
    current = child;
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (said.includes('\n')) return;
      said += text;
      if (said.startsWith('ready ') && said.includes('\n')) void ready(child);
    });
    child.once('exit', (code, signal) => {
      current = undefined;
      if (stopping) return;
      const how = signal ?? `exit code ${code}`;
      first.reject(new Error(`${options.name} ended before it was ready (${how}); see ${options.logFile}`));
      options.log(`${options.name} ended (${how}); starting it again in ${backOff} ms; see ${options.logFile}`);
      timer = setTimeout(launch, backOff);
      backOff = Math.min(backOff * 2, LAST_BACK_OFF_MS);
    });
  };
  const ready = async (child: ChildProcess) => {
    try {
      await options.onReady?.(child);
      backOff = FIRST_BACK_OFF_MS;
      first.resolve();
    } catch (error) {
      first.reject(error);
    }
  };
  launch();
  return {
    ready: first.promise,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      const child = current;
      if (!child) return;
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(late);
    },
  };
}
