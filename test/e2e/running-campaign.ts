// The whole campaign as `npm start` runs it, in a data folder and on ports of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const COMMAND = join(ROOT, 'cli/campaign.mjs');

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes are looked into by tests
  readonly body: any;
}

export interface RunningCampaign {
  readonly folder: string;
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** From the start to the line `ready`, in milliseconds. */
  readonly startedInMs: number;
  /** What stands on its standard error so far. */
  said(): string;
  /** Process ids of the whole campaign, the first its supervisor. */
  processes(): number[];
  command(...args: string[]): Promise<CommandResult>;
  query(token: string | undefined, query: string): Promise<Answer>;
  token(agency: string, scope: string): Promise<string>;
  /** Sends the signal and settles when the supervisor has ended; returns how long that took, in milliseconds. */
  end(signal: NodeJS.Signals): Promise<number>;
}

/** Runs one `campaign` command in this data folder. */
export async function runCommand(folder: string, args: readonly string[], stdin?: string): Promise<CommandResult> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, CAMPAIGN_DATA_DIR: folder },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end(stdin ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'campaign-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Starts the campaign and waits for the line `ready`. */
export async function startCampaign(folder: string): Promise<RunningCampaign> {
  const port = await somePort();
  const began = Date.now();
  const child = spawn(process.execPath, [COMMAND, 'start'], {
    cwd: ROOT,
    env: { ...process.env, CAMPAIGN_DATA_DIR: folder, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const url = await new Promise<string>((ready, fail) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const match = /^ready (\S+)$/m.exec(text);
      if (match?.[1]) ready(match[1]);
    });
    child.once('exit', (code) =>
      fail(new Error(`the campaign ended before it was ready (exit code ${code}): ${said}`)),
    );
  });
  const startedInMs = Date.now() - began;
  return {
    folder,
    url,
    port,
    process: child,
    startedInMs,
    said: () => said,
    processes: () => [child.pid ?? 0, ...descendants(child.pid ?? 0)],
    command: (...args) => runCommand(folder, args),
    async query(token, query) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    async token(agency, scope) {
      const { code, stdout, stderr } = await runCommand(folder, ['token', '--agency', agency, '--scope', scope]);
      if (code !== 0) throw new Error(stderr);
      return stdout.trim();
    },
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return 0;
      const at = Date.now();
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      return Date.now() - at;
    },
  };
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie waits for its parent only: it runs no more.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Linux: the children of a process and theirs, by /proc. */
function descendants(pid: number): number[] {
  let children: number[];
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function somePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))));
    });
  });
}
