// Rejects files that are not whole yet. Their names say which process writes them, so that what a killed one left can go.
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../alive.ts';

/** Parts that this process writes. In a container a new process often has the number of the killed one. */
const own = new Set<string>();

/** A name for the part of process `pid` of this machine. */
export function partName(pid: number): string {
  return `.${pid}-${host()}-${randomUUID()}.part`;
}

/** A name that no sweep of this process takes, until it is let go. */
export function ownPart(): string {
  const name = partName(process.pid);
  own.add(name);
  return name;
}

export function letGo(name: string): void {
  own.delete(name);
}

/** Removes the parts whose process is gone. Those of another machine stay: nobody here can tell. */
export function sweepParts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid, machine] = /^\.(\d{1,10})-([0-9a-f]{8})-[0-9a-f-]{36}\.part$/.exec(name) ?? [];
    if (pid === undefined || machine !== host() || own.has(name)) continue;
    if (Number(pid) === process.pid || !isAlive(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

function host(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}
