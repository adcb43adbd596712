// A node:sqlite connection with its prepared statements. Calls block the thread that makes them.
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** How long a statement waits for a lock, milliseconds. */
export const BUSY_TIMEOUT = 10_000;
/** Prepared statements kept; the oldest goes first. */
const KEPT = 200;
/** SQLITE_BUSY, the primary result code. */
const BUSY = 5;

export interface StatementResult {
  /** Rows of a statement that returns any. Their prototype is null. */
  readonly rows: readonly object[];
  /** Rows written, of a statement that returns none. */
  readonly changes: number | undefined;
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

export class Statements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  /** @param file `:memory:`, or '' for a database in temporary files that nobody else sees and that go when it closes. */
  constructor(file: string) {
    if (file !== ':memory:' && file !== '') makeFile(file);
    this.#database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
    // Two processes that open a new file at once meet here, and SQLite does not always wait by itself.
    waitingForLock(() => this.#database.exec('pragma journal_mode = wal'));
    this.#database.exec('pragma synchronous = full');
  }

  run(sql: string, parameters: readonly unknown[]): StatementResult {
    const { statement, returnsRows } = this.#prepare(sql);
    const values = parameters.map(toSql);
    if (returnsRows) return { rows: statement.all(...values), changes: undefined };
    return { rows: [], changes: Number(statement.run(...values).changes) };
  }

  /** Begins a write transaction, or tells that another holds the lock; waits for it only with `wait`. */
  beginImmediate(wait: boolean): boolean {
    if (!wait) this.#database.exec('pragma busy_timeout = 0');
    try {
      this.#database.exec('begin immediate');
      return true;
    } catch (error) {
      if (wait || !isBusy(error)) throw error;
      return false;
    } finally {
      if (!wait) this.#database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT}`);
    }
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) {
      this.#prepared.delete(sql);
      this.#prepared.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(sql);
    const prepared = { statement, returnsRows: statement.columns().length > 0 };
    this.#prepared.set(sql, prepared);
    if (this.#prepared.size > KEPT) {
      const oldest = this.#prepared.keys().next();
      if (!oldest.done) this.#prepared.delete(oldest.value);
    }
    return prepared;
  }
}

/** The files beside it (`-wal`, `-shm`) take the mode of the database file. */
function makeFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
}

function toSql(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof Uint8Array
  ) {
    return value;
  }
  throw new TypeError(`expected text, a number, a boolean, bytes or null as SQL parameter, got ${typeof value}`);
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY;
}

function waitingForLock(action: () => void): void {
  const deadline = Date.now() + BUSY_TIMEOUT;
  for (;;) {
    try {
      action();
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
