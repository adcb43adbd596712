// kysely's driver over one SQLite connection, wherever that runs (this thread or a worker).
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { StatementResult } from './statements.ts';

/** A connection that runs one statement after another. */
export interface SqliteSession {
  execute(sql: string, parameters: readonly unknown[]): Promise<StatementResult>;
  /** Begins a write transaction; waits for another's to end, 10 s at most. */
  beginImmediate(): Promise<void>;
  close(): Promise<void>;
}

export class NodeSqliteDriver implements Driver {
  readonly #open: () => Promise<SqliteSession>;
  #connection: SessionConnection | undefined;

  constructor(open: () => Promise<SqliteSession>) {
    this.#open = open;
  }

  async init(): Promise<void> {
    this.#connection = new SessionConnection(await this.#open());
  }

  async acquireConnection(): Promise<SessionConnection> {
    return this.#opened();
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    // A transaction that reads first and writes later fails at once where another has written in between; one that
    // begins as a writer waits for its turn.
    if (settings.accessMode === 'read only') await connection.executeQuery(CompiledQuery.raw('begin'));
    else await this.#opened().session.beginImmediate();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#connection?.session.close();
  }

  #opened(): SessionConnection {
    if (this.#connection === undefined) throw new Error('expected an open database, got a use of it before init');
    return this.#connection;
  }
}

class SessionConnection implements DatabaseConnection {
  readonly session: SqliteSession;

  constructor(session: SqliteSession) {
    this.session = session;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, changes } = await this.session.execute(query.sql, query.parameters);
    const result = { rows: rows as Row[] };
    return changes === undefined ? result : { ...result, numAffectedRows: BigInt(changes) };
  }

  /** All rows at once: the results read here are pages. */
  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }
}
