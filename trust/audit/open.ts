// Opens the audit log of a process: proves its end, puts a torn tail aside, and goes on behind the last good line. A log
// that has grown long is proven whole by the verifier alone, so that a start takes no longer after a year.
import { existsSync, statSync } from 'node:fs';
import { type KeySet, type KeySource, readKeySet } from '../keys/key-set.ts';
import { readServiceKey, type ServiceKey } from '../keys/service-key.ts';
import { readAnchors } from './anchors.ts';
import { beginLog } from './begin.ts';
import { AuditBroken } from './fault.ts';
import { lockLog } from './lock.ts';
import { type AuditLog, type AuditNotice, logOver } from './log.ts';
import { openStorage, type Storage } from './storage.ts';
import { putAside } from './torn.ts';
import { walkEnd, walkLog } from './walk.ts';
import { Writer } from './writer.ts';

export interface AuditOptions {
  /** The log; made with mode 0600 where there is none. Its folder must be there. */
  readonly file: string;
  /** File of the private JWK that signs checkpoints. */
  readonly key: string;
  /** Name of the process; a log belongs to one. */
  readonly process: string;
  /** Gets each signed checkpoint once it is durable, to be kept elsewhere: an anchor. */
  readonly onCheckpoint: (checkpoint: string) => void;
  /** Gets what an operator must know. */
  readonly onNotice: (notice: AuditNotice) => void;
  /** A checkpoint after at most so many entries (default 1000) and, while entries come, seconds (default 60). */
  readonly checkpoints?: { readonly entries?: number; readonly seconds?: number };
  /** Public keys that signed earlier checkpoints of this log. */
  readonly earlierKeys?: KeySource;
  /** Checkpoints of this log that were kept elsewhere: with them a log whose tail was cut is not gone on with. */
  readonly anchors?: readonly string[];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Bytes at the end that are proven at opening, at least; a shorter log is proven whole. Default 4 MiB: 0.1 s. */
  readonly proven?: number;
  /** Opens the file for writing. */
  readonly storage?: (file: string) => Promise<Storage>;
}

/**
 * Opens `file` for this process alone.
 * @throws AuditBroken where the log has a fault other than a torn tail; it is left as it is.
 * @throws Error where another writer holds the log, or a key or the file cannot be read.
 */
export async function openAuditLog(options: AuditOptions): Promise<AuditLog> {
  const key = await readServiceKey(options.key);
  const release = lockLog(options.file);
  try {
    return await openLocked(options, key, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function openLocked(options: AuditOptions, key: ServiceKey, release: () => void): Promise<AuditLog> {
  const { file, process, onNotice, now = Date.now, checkpoints = {} } = options;
  const at = new Date(now()).toISOString();
  const signature = { process, every: checkpoints.entries ?? 1000, key };
  const isNew = !existsSync(file);
  const opening = isNew ? await beginLog(file, signature, at) : [];
  const { log, position, isTorn } = await prove(options, key);
  const storage = await (options.storage ?? openStorage)(file);
  try {
    const onCheckpoint = guarded(options);
    const writer = new Writer({
      file,
      storage,
      signature: { ...signature, log },
      position,
      now,
      onCheckpoint,
      onPutAside: (tail) => onNotice({ kind: 'FAILED_WRITE', tail }),
    });
    if (isNew) {
      for (const checkpoint of opening) onCheckpoint(checkpoint);
    } else {
      const torn = isTorn ? await putAside(storage, file, position.offset, at) : undefined;
      if (torn !== undefined) onNotice({ kind: 'TORN_TAIL', tail: torn });
      await writer.write([{ at, reason: 'OPENED', torn }]);
    }
    const end = async () => {
      await storage.close();
      release();
    };
    return logOver({ file, log, writer, seconds: checkpoints.seconds ?? 60, now, onNotice, end });
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** How far the log is good. A torn last line may be put aside; with any other fault the log is evidence. */
async function prove(options: AuditOptions, key: ServiceKey) {
  const keys = await knownKeys(key, options.earlierKeys);
  const anchors = await readAnchors(options.anchors ?? [], keys);
  const { file, process, proven = 4 * 1024 * 1024 } = options;
  const from = statSync(file).size - proven;
  const walked = from > 0 ? await walkEnd(file, keys, anchors, process, from) : undefined;
  const { chain, end, fault } = walked ?? (await walkLog(file, keys, anchors, process));
  const isTorn = fault?.kind === 'TORN_TAIL';
  if (fault !== undefined && !isTorn) throw new AuditBroken(file, fault);
  if (chain.first === undefined) {
    // A log is made whole with its first line, so a part of one is none of ours.
    const message = 'expected an opening checkpoint, got a part of a line';
    throw new AuditBroken(file, { kind: 'CUT', line: 1, message });
  }
  const position = { sequence: chain.lines, hash: chain.hash, offset: end, unsigned: chain.unsigned };
  return { log: chain.first.log, position, isTorn };
}

async function knownKeys(key: ServiceKey, earlier: KeySource | undefined): Promise<KeySet> {
  const own = await readKeySet({ keys: [key.publicKey] });
  return earlier === undefined ? own : new Map([...(await readKeySet(earlier)), ...own]);
}

/** What the receiver throws is told, and stops no write. */
function guarded({ onCheckpoint, onNotice }: AuditOptions): (checkpoint: string) => void {
  return (checkpoint) => {
    try {
      onCheckpoint(checkpoint);
    } catch (error) {
      onNotice({ kind: 'CHECKPOINT_FAILED', error });
    }
  };
}
