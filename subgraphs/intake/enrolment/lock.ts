// One writer at a time over files that several processes change: a lock file beside them. A lock whose holder is gone is
// taken over, so that a killed import stops nobody.
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../alive.ts';
import { ImportError } from '../errors.ts';

/** No holder works this long: what it does is a read and a write of small files. */
const STALE_MS = 20_000;
const GUARD_STALE_MS = 10_000;
const WAIT_MS = 30_000;

/** Locks that this process holds or waits for. In a container a new process often has the number of the killed one. */
const own = new Set<string>();

interface Holder {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * Runs `work` while no other process runs under the same lock file.
 * @throws ImportError where the lock was not to be had within 30 s.
 */
export async function withLock<Result>(file: string, work: () => Result): Promise<Awaited<Result>> {
  mkdirSync(dirname(file), { recursive: true });
  const holder: Holder = { token: randomUUID(), pid: process.pid, host: hostname() };
  const deadline = Date.now() + WAIT_MS;
  own.add(holder.token);
  try {
    while (!acquire(file, holder)) {
      removeStale(file);
      if (Date.now() > deadline)
        throw new ImportError(`expected to get the lock ${file} within ${WAIT_MS / 1000} s, another process holds it`);
      await pause(10 + Math.random() * 20);
    }
    return await work();
  } finally {
    if (read(file)?.token === holder.token) unlinkSync(file);
    own.delete(holder.token);
  }
}

/** A link appears whole or not at all: nobody ever reads half a holder. */
function acquire(file: string, holder: Holder): boolean {
  const beside = `${file}.${holder.token}`;
  writeFileSync(beside, JSON.stringify(holder));
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Looks again under a guard: of two who saw a stale lock, the second must not remove the new lock of the first. */
function removeStale(file: string): void {
  if (!isStale(file)) return;
  const guard = `${file}.guard`;
  try {
    writeFileSync(guard, '', { flag: 'wx' });
  } catch {
    if (age(guard) > GUARD_STALE_MS) rmSync(guard, { force: true });
    return;
  }
  try {
    if (isStale(file)) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function isStale(file: string): boolean {
  if (age(file) > STALE_MS) return true;
  const holder = read(file);
  if (holder === undefined || holder.host !== hostname()) return false;
  return holder.pid === process.pid ? !own.has(holder.token) : !isAlive(holder.pid);
}

/** 0 for a file that is gone. */
function age(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

/** Undefined for a file that is gone, or that no holder wrote. */
function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}
