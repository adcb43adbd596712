// Opens a SQLite file behind kysely. The file is made on the first query, for its owner only (mode 0600).
import { Kysely, type LogConfig } from 'kysely';
import { NodeSqliteDialect } from './dialect.ts';

export interface DatabaseOptions {
  /** Path of the SQLite file; its folder is made where it is missing. */
  readonly file: string;
  /** Runs the SQL in a worker thread, so that the caller's event loop never waits for the disk. */
  readonly worker?: boolean;
  /** As kysely takes it, for counting or showing statements. */
  readonly log?: LogConfig;
}

/**
 * One connection: WAL, synchronous FULL, foreign keys on. A transaction is a writer and waits up to 10 s for other
 * writers, unless its access mode is `read only`. Statements of one database run one after another: open the file twice
 * to read beside a long transaction. `destroy()` closes it.
 */
export function openDatabase<DB>(options: DatabaseOptions): Kysely<DB> {
  return new Kysely<DB>({
    dialect: new NodeSqliteDialect({ file: options.file, worker: options.worker ?? false }),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
}
