// Writes a log by group commit: whatever waits while one write becomes durable goes into the next, under one sync. A
// write that fails leaves no trace in the log: the next one first puts aside what part of it got there.
import { type Batch, type Item, makeBatch, type Position, type Signature } from './batch.ts';
import { AuditNotWritten } from './fault.ts';
import type { Storage } from './storage.ts';
import { putAside, type TornTail } from './torn.ts';

/** Bytes of entries in one write, about. */
const MAX_BATCH = 1024 * 1024;

/** Entries that may wait; more means that the disk hangs. */
const MAX_WAITING = 10_000;

/**
 * A write waits for so many turns of the event loop, or until one ends after so many milliseconds: what others append meanwhile
 * shares its sync. With nothing else to do that is some microseconds; with sixteen callers at once a third of the writes.
 */
const TURNS = 8;
const TURNS_MS = 3;

interface Waiting {
  readonly item: Item;
  resolve(): void;
  reject(error: unknown): void;
}

export interface WriterOptions {
  readonly file: string;
  readonly storage: Storage;
  readonly signature: Signature;
  readonly position: Position;
  readonly onCheckpoint: (checkpoint: string) => void;
  readonly onPutAside: (tail: TornTail) => void;
  readonly now: () => number;
}

export class Writer {
  readonly #options: WriterOptions;
  #position: Position;
  #queue: Waiting[] = [];
  #running = false;
  /** Bytes of the write that failed; undefined while the file ends where it should. */
  #failed: Buffer | undefined;
  /** Tails put aside that no checkpoint in the log tells of yet. */
  #unreported: Item[] = [];

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#position = options.position;
  }

  /** Of the last durable line. */
  get position(): Position {
    return this.#position;
  }

  /**
   * Returns when `items` are durable, in this order, with nothing of others between them if they fit one write.
   * @throws AuditNotWritten where one is not.
   */
  async write(items: readonly Item[]): Promise<void> {
    // What is not an entry may wait in any case: a log that is closed waits for what was appended.
    if (items.some((item) => 'entry' in item) && this.#queue.length + items.length > MAX_WAITING) {
      const waiting = new Error(`more than ${MAX_WAITING} entries that wait for the disk`);
      throw new AuditNotWritten(this.#options.file, waiting);
    }
    const written = items.map(
      (item) => new Promise<void>((resolve, reject) => this.#queue.push({ item, resolve, reject })),
    );
    if (!this.#running) {
      this.#running = true;
      void this.#flush();
    }
    await Promise.all(written);
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      await turns();
      const taken = this.#take();
      try {
        const { checkpoints } = await this.#commit(taken.map(({ item }) => item));
        for (const each of taken) each.resolve();
        for (const checkpoint of checkpoints) this.#options.onCheckpoint(checkpoint);
      } catch (error) {
        const notWritten = new AuditNotWritten(this.#options.file, error);
        for (const each of taken) each.reject(notWritten);
      }
    }
    this.#running = false;
  }

  #take(): Waiting[] {
    let bytes = 0;
    const enough = this.#queue.findIndex(({ item }) => {
      bytes += 'entry' in item ? item.entry.length : 0;
      return bytes > MAX_BATCH;
    });
    return this.#queue.splice(0, enough === -1 ? this.#queue.length : Math.max(enough, 1));
  }

  async #commit(items: readonly Item[]): Promise<Batch> {
    const { storage, signature } = this.#options;
    await this.#recover();
    const batch = await makeBatch([...this.#unreported, ...items], this.#position, signature);
    await this.#expectSize(this.#position.offset);
    this.#failed = batch.bytes;
    await storage.write(batch.bytes, this.#position.offset);
    await storage.sync();
    // Durable, but where? Only the name that auditors read counts.
    await this.#expectSize(batch.after.offset);
    this.#failed = undefined;
    this.#unreported = [];
    this.#position = batch.after;
    return batch;
  }

  async #expectSize(expected: number): Promise<void> {
    const size = await this.#options.storage.size();
    if (size !== expected) throw new Error(`expected a file of ${expected} bytes, got ${size}: another wrote to it`);
  }

  /** Shortens the file to its durable lines after a failed write; the checkpoint that says so opens the next write. */
  async #recover(): Promise<void> {
    const attempted = this.#failed;
    if (attempted === undefined) return;
    const { file, storage, now } = this.#options;
    const { offset } = this.#position;
    const length = (await storage.size()) - offset;
    const tail = length > 0 ? await storage.read(offset, Math.min(length, attempted.length + 1)) : Buffer.alloc(0);
    // Only what this writer left may be moved; anything else is another's doing.
    if (length < 0 || !attempted.subarray(0, length).equals(tail)) {
      throw new Error('expected the durable lines and a part of the write that failed, got other bytes behind them');
    }
    if (length > 0) {
      const at = new Date(now()).toISOString();
      const torn = await putAside(storage, file, offset, at);
      this.#unreported.push({ at, reason: 'RECOVERED', torn });
      this.#options.onPutAside(torn);
    }
    this.#failed = undefined;
  }
}

async function turns(): Promise<void> {
  const began = performance.now();
  for (let turn = 0; turn < TURNS && (turn === 0 || performance.now() - began < TURNS_MS); turn += 1)
    await new Promise((next) => setImmediate(next));
}
