// kysely's SQLite dialect over node:sqlite: its compiler and introspector, our driver.
import {
  type DatabaseIntrospector,
  type Dialect,
  type Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { NodeSqliteDriver } from './driver.ts';
import { openInThread } from './in-thread.ts';
import { openInWorker } from './in-worker.ts';

/** SQLite's DDL is transactional: migrations then run in one write transaction, which two processes take in turn. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export class NodeSqliteDialect implements Dialect {
  readonly #options: { readonly file: string; readonly worker: boolean };

  constructor(options: { readonly file: string; readonly worker: boolean }) {
    this.#options = options;
  }

  createDriver(): NodeSqliteDriver {
    const { file, worker } = this.#options;
    return new NodeSqliteDriver(() => (worker ? openInWorker(file) : openInThread(file)));
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }

  createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(database);
  }
}
