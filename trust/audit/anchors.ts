// Checkpoints of a log that were kept elsewhere. An anchor is sent only after its own line is durable, so that very line
// must still be in the file.
import type { KeySet } from '../keys/key-set.ts';
import { readCheckpoint } from './checkpoint.ts';

export interface Anchors {
  /** Log that they speak of; undefined where there are none. */
  readonly log: string | undefined;
  /** Last line that one of them names; 0 where there are none. */
  readonly last: number;
  /** Whether line `number` may carry `checkpoint`, or nothing signed. */
  allow(number: number, checkpoint: string | undefined): boolean;
}

/** @throws Error where one of them is not signed by `keys`, or they are of two logs: that is no fault of the file. */
export async function readAnchors(checkpoints: readonly string[], keys: KeySet): Promise<Anchors> {
  const expected = new Map<number, Set<string>>();
  let log: string | undefined;
  let last = 0;
  for (const [index, checkpoint] of checkpoints.entries()) {
    const read = await readCheckpoint(checkpoint, keys);
    if (read === undefined) throw new Error(`expected anchors signed by the keys given, got another at ${index + 1}`);
    log ??= read.log;
    if (read.log !== log) throw new Error(`expected anchors of one log, got ${log} and ${read.log}`);
    const line = read.sequence + 1;
    last = Math.max(last, line);
    expected.set(line, (expected.get(line) ?? new Set()).add(checkpoint));
  }
  return {
    log,
    last,
    allow(number, checkpoint) {
      const wanted = expected.get(number);
      return wanted === undefined || (wanted.size === 1 && checkpoint !== undefined && wanted.has(checkpoint));
    },
  };
}
