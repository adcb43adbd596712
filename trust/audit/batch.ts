// Makes the lines of one write: entries in the order that they came, and checkpoints where they are due.
import type { ServiceKey } from '../keys/service-key.ts';
import { type Checkpoint, signCheckpoint } from './checkpoint.ts';
import { type Carried, writeLine } from './line.ts';
import type { TornTail } from './torn.ts';

/** Where the next line goes. */
export interface Position {
  readonly sequence: number;
  readonly hash: string;
  /** In bytes. */
  readonly offset: number;
  /** Entries since the last checkpoint. */
  readonly unsigned: number;
}

/** What stays the same for a log. */
export interface Signature {
  readonly log: string;
  readonly process: string;
  readonly every: number;
  readonly key: ServiceKey;
}

/** What is to be written: an entry (canonical JSON), or a checkpoint for a reason. */
export type Item = { readonly at: string } & (
  | { readonly entry: string }
  | { readonly reason: Checkpoint['reason']; readonly torn?: TornTail | undefined }
);

export interface Batch {
  readonly bytes: Buffer;
  /** Where the log ends once `bytes` are in it. */
  readonly after: Position;
  /** Signed checkpoints among the lines. */
  readonly checkpoints: readonly string[];
}

export async function makeBatch(items: readonly Item[], from: Position, signature: Signature): Promise<Batch> {
  const texts: string[] = [];
  const checkpoints: string[] = [];
  let after = from;
  const add = (at: string, carried: Carried) => {
    const sequence = after.sequence + 1;
    const { text, sha256 } = writeLine(at, carried, after.hash, sequence);
    texts.push(text);
    const unsigned = 'entry' in carried ? after.unsigned + 1 : 0;
    after = { sequence, hash: sha256, offset: after.offset + Buffer.byteLength(text), unsigned };
  };
  const sign = async (at: string, reason: Checkpoint['reason'], torn?: TornTail) => {
    const { log, process, every, key } = signature;
    const { sequence, hash } = after;
    const checkpoint = await signCheckpoint({ at, every, hash, log, process, reason, sequence, torn }, key);
    checkpoints.push(checkpoint);
    add(at, { checkpoint });
  };
  for (const item of items) {
    if ('reason' in item) {
      await sign(item.at, item.reason, item.torn);
    } else {
      if (after.unsigned >= signature.every) await sign(item.at, 'ENTRIES');
      add(item.at, { entry: item.entry });
    }
  }
  return { bytes: Buffer.from(texts.join('')), after, checkpoints };
}
