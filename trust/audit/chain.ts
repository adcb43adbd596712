// Follows the chain of a log line by line, and says of the first line that does not follow what is wrong with it.
import type { KeySet } from '../keys/key-set.ts';
import type { Anchors } from './anchors.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import type { AuditFault, FaultKind } from './fault.ts';
import { BEGINNING, type Line, readLine } from './line.ts';

export class Chain {
  readonly #keys: KeySet;
  readonly #anchors: Anchors;
  readonly #process: string | undefined;
  /** Lines taken, and the hash of the last. */
  lines = 0;
  hash = BEGINNING;
  entries = 0;
  checkpoints = 0;
  /** Entries after the last checkpoint: nothing signed says that they are all there. */
  unsigned = 0;
  /** The first checkpoint; its log and process hold for all. */
  first: Checkpoint | undefined;
  /** The last checkpoint, and its line: up to there the log is proven. */
  last: Checkpoint | undefined;
  proven = 0;

  constructor(keys: KeySet, anchors: Anchors, process: string | undefined) {
    this.#keys = keys;
    this.#anchors = anchors;
    this.#process = process;
  }

  /**
   * Begins in the middle, with a line that is a good checkpoint: it proves number and hash of the line before it.
   * @returns whether `bytes` is one; where not, nothing has begun.
   */
  async beginAt(bytes: Buffer): Promise<boolean> {
    const line = readLine(bytes);
    if (line?.checkpoint === undefined) return false;
    const [lines, hash] = [this.lines, this.hash];
    this.lines = line.sequence - 1;
    this.hash = line.previous;
    if ((await this.take(bytes)) === undefined) return true;
    this.lines = lines;
    this.hash = hash;
    return false;
  }

  /** Takes the next line, or says why it is not the next. A REMOVED line may yet turn up: then it is REORDERED. */
  async take(bytes: Buffer): Promise<AuditFault | undefined> {
    const line = readLine(bytes);
    const fault = line === undefined ? this.#changed() : (this.#misplaced(line) ?? (await this.#carried(line)));
    if (fault !== undefined || line === undefined) return fault;
    this.lines += 1;
    this.hash = line.sha256;
    return undefined;
  }

  /** What is wrong with a log that ends here. */
  ended(): AuditFault | undefined {
    const { last } = this.#anchors;
    if (last > this.lines) {
      return this.#fault('CUT', `expected line ${last}, which an anchor names, got the end after line ${this.lines}`);
    }
    return this.lines === 0 ? this.#fault('CUT', 'expected an opening checkpoint, got an empty file') : undefined;
  }

  #changed(): AuditFault {
    return this.#fault('CHANGED', 'expected a line that its hash fits, got other bytes');
  }

  #misplaced(line: Line): AuditFault | undefined {
    const expected = this.lines + 1;
    if (line.sequence < expected)
      return this.#fault('DOUBLED', `expected line ${expected}, got ${line.sequence} again`);
    if (line.sequence > expected) return this.#fault('REMOVED', `expected line ${expected}, got ${line.sequence}`);
    if (line.previous === this.hash) return undefined;
    // A checkpoint proves the line before, so this one is the stranger; otherwise the next line vouches against the last.
    const bad = this.proven === this.lines ? expected : this.lines;
    return { kind: 'REWRITTEN', line: bad, message: `expected the hash ${this.hash} in line ${expected}, got another` };
  }

  async #carried(line: Line): Promise<AuditFault | undefined> {
    const fault = line.checkpoint === undefined ? this.#entry() : await this.#checkpoint(line.checkpoint);
    if (fault !== undefined) return fault;
    if (this.#anchors.allow(line.sequence, line.checkpoint)) {
      if (line.checkpoint !== undefined) this.proven = line.sequence;
      return undefined;
    }
    const message = `expected the checkpoint of an anchor in line ${line.sequence}, got another line`;
    return { kind: 'REWRITTEN', line: this.proven + 1, message };
  }

  #entry(): AuditFault | undefined {
    if (this.last === undefined) return this.#fault('UNSIGNED', 'expected an opening checkpoint, got an entry');
    if (this.unsigned >= this.last.every) {
      return this.#fault('UNSIGNED', `expected a checkpoint after ${this.last.every} entries, got another entry`);
    }
    this.entries += 1;
    this.unsigned += 1;
    return undefined;
  }

  async #checkpoint(signed: string): Promise<AuditFault | undefined> {
    const checkpoint = await readCheckpoint(signed, this.#keys);
    if (checkpoint === undefined) return this.#fault('FORGED', 'expected a checkpoint by a known key, got another');
    if (checkpoint.sequence !== this.lines || checkpoint.hash !== this.hash) {
      return this.#fault('FORGED', 'expected a checkpoint of this place, got one of another');
    }
    const { log, process } = this.first ?? { log: this.#anchors.log, process: this.#process };
    if (log !== undefined && checkpoint.log !== log) {
      return this.#fault('OTHER_LOG', `expected the log ${log}, got ${checkpoint.log}`);
    }
    if (process !== undefined && checkpoint.process !== process) {
      return this.#fault('OTHER_LOG', `expected the log of ${process}, got one of ${checkpoint.process}`);
    }
    this.first ??= checkpoint;
    this.last = checkpoint;
    this.checkpoints += 1;
    this.unsigned = 0;
    return undefined;
  }

  #fault(kind: FaultKind, message: string): AuditFault {
    return { kind, line: this.lines + 1, message };
  }
}
