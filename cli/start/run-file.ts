// `run.json`: how another command finds the running campaign. Mode 0600: the secret in it stops and starts participants.
import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { writeWhole } from '#schema/configuration/write.ts';
import type { DataFolder } from '../data-folder.ts';

const runFile = z.object({ pid: z.int(), control: z.url(), secret: z.string(), gateway: z.url(), identity: z.url() });
export type Run = z.output<typeof runFile>;

export function writeRun(folder: DataFolder, run: Run): void {
  writeWhole(folder.run, `${JSON.stringify(run)}\n`, 0o600);
}

export function removeRun(folder: DataFolder): void {
  rmSync(folder.run, { force: true });
}

/** The running campaign of this folder. Undefined where none runs, whatever file an earlier one left. */
export function readRun(folder: DataFolder): Run | undefined {
  let run: Run;
  try {
    run = runFile.parse(JSON.parse(readFileSync(folder.run, 'utf8')));
  } catch {
    return undefined;
  }
  try {
    process.kill(run.pid, 0);
    return run;
  } catch {
    return undefined;
  }
}
