// Proves a log whole, or names the first bad line. Without anchors a cut tail cannot be told from a log that ended there.
import { type KeySource, readKeySet } from '../keys/key-set.ts';
import { readAnchors } from './anchors.ts';
import type { AuditFault } from './fault.ts';
import { walkLog } from './walk.ts';

export interface VerifyOptions {
  readonly file: string;
  /** Public keys of the process that wrote the log, retired ones too. */
  readonly keys: KeySource;
  /** Checkpoints of this log that were kept elsewhere, in any order. */
  readonly anchors?: readonly string[];
  /** Name of the process that should have written the log. */
  readonly process?: string;
}

export type AuditVerdict =
  | {
      readonly ok: true;
      readonly log: string;
      readonly process: string;
      readonly lines: number;
      readonly entries: number;
      readonly checkpoints: number;
      /** Entries after the last checkpoint: whole, but only the next checkpoint will say that none is missing. */
      readonly unsigned: number;
    }
  | ({ readonly ok: false } & AuditFault);

/**
 * Verifies `file`, streaming. A log that is being written may read as TORN_TAIL.
 * @throws Error where the file, the keys or an anchor cannot be read, or an anchor is not signed by `keys`.
 */
export async function verifyAudit({ file, keys, anchors = [], process }: VerifyOptions): Promise<AuditVerdict> {
  const keySet = await readKeySet(keys);
  const { chain, fault } = await walkLog(file, keySet, await readAnchors(anchors, keySet), process);
  if (fault !== undefined) return { ok: false, ...fault };
  if (chain.first === undefined) throw new Error(`${file}: expected a checkpoint in a log without fault, got none`);
  const { lines, entries, checkpoints, unsigned } = chain;
  return { ok: true, log: chain.first.log, process: chain.first.process, lines, entries, checkpoints, unsigned };
}
