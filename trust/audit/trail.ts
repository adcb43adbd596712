// The trail of a running service: an audit log that may be out of order for a while without stopping the service. While
// it is, each append rejects, and what it would have recorded must not be disclosed.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { readServiceKey } from '../keys/service-key.ts';
import type { AuditEntry } from './entry.ts';
import { AuditNotWritten } from './fault.ts';
import type { AuditLog, AuditNotice } from './log.ts';
import { type AuditOptions, openAuditLog } from './open.ts';

export type TrailNotice = AuditNotice | /** The log could not be opened; appends try again. */ NotOpen;

interface NotOpen {
  readonly kind: 'NOT_OPEN';
  readonly error: unknown;
}

export interface TrailOptions extends Omit<AuditOptions, 'onCheckpoint' | 'onNotice'> {
  readonly onCheckpoint?: (checkpoint: string) => void;
  readonly onNotice: (notice: TrailNotice) => void;
  /** Milliseconds between two attempts to open a log that could not be opened. Default 5,000. */
  readonly patience?: number;
}

export interface AuditTrail {
  readonly file: string;
  /** Whether the last append, or else the opening, did what it should. */
  readonly writable: boolean;
  /** The last durable checkpoint that this process wrote (compact JWS). */
  readonly checkpoint: string | undefined;
  /**
   * Returns when the entries are durable.
   * @throws AuditNotWritten where one is not.
   */
  append(entries: AuditEntry | readonly AuditEntry[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the log, or leaves it to a later append where that fails.
 * @throws Error where the key cannot be read: that is a fault of the configuration, and stays.
 */
export async function openTrail(options: TrailOptions): Promise<AuditTrail> {
  await readServiceKey(options.key);
  const trail = new Trail(options);
  await trail.open().catch(() => undefined);
  return trail;
}

class Trail implements AuditTrail {
  readonly #options: TrailOptions;
  #log: AuditLog | undefined;
  #opening: Promise<AuditLog> | undefined;
  #triedAt = 0;
  #closed = false;
  writable = false;
  checkpoint: string | undefined;

  constructor(options: TrailOptions) {
    this.#options = options;
  }

  get file(): string {
    return this.#options.file;
  }

  async append(entries: AuditEntry | readonly AuditEntry[]): Promise<void> {
    try {
      const log = this.#log ?? (await this.open());
      await log.append(entries);
      this.writable = true;
    } catch (error) {
      this.writable = false;
      throw error instanceof AuditNotWritten ? error : new AuditNotWritten(this.file, error);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening?.catch(() => undefined);
    await this.#log?.close();
  }

  /** One attempt at a time, and none too soon after one that failed. */
  async open(): Promise<AuditLog> {
    const { patience = 5_000 } = this.#options;
    if (this.#closed) throw new Error('a trail that is closed');
    if (this.#opening !== undefined) return this.#opening;
    if (this.#triedAt + patience > Date.now()) throw new Error('a log that could not be opened just now');
    this.#opening = this.#attempt();
    try {
      return await this.#opening;
    } finally {
      this.#opening = undefined;
    }
  }

  async #attempt(): Promise<AuditLog> {
    const { onCheckpoint, onNotice, file } = this.#options;
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      this.#log = await openAuditLog({
        ...this.#options,
        onNotice,
        onCheckpoint: (checkpoint) => {
          this.checkpoint = checkpoint;
          onCheckpoint?.(checkpoint);
        },
      });
      this.writable = true;
      return this.#log;
    } catch (error) {
      this.#triedAt = Date.now();
      onNotice({ kind: 'NOT_OPEN', error });
      throw error;
    }
  }
}
