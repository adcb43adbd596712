// Which version of the demonstration a data folder was seeded with, whole.
import { readFileSync } from 'node:fs';
import type { DataFolder } from '../data-folder.ts';

/** Undefined where seeding never came to its end: it is then done again, and completes. */
export function readMark(folder: DataFolder): unknown {
  try {
    return (JSON.parse(readFileSync(folder.seeded, 'utf8')) as { version?: unknown }).version;
  } catch {
    return undefined;
  }
}
