// A SQLite connection in this thread: the quickest for short reads, but each statement blocks the event loop.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SqliteSession } from './driver.ts';
import { BUSY_TIMEOUT, Statements } from './statements.ts';

export async function openInThread(file: string): Promise<SqliteSession> {
  const statements = new Statements(file);
  return {
    async execute(sql, parameters) {
      const { rows, changes } = statements.run(sql, parameters);
      return { rows: rows.map((row) => ({ ...row })), changes };
    },
    async beginImmediate() {
      // Not a blocking wait: the holder of the lock may be another connection of this very thread.
      const deadline = Date.now() + BUSY_TIMEOUT;
      while (!statements.beginImmediate(false)) {
        if (Date.now() > deadline) {
          throw new Error(
            `${file}: expected the write lock within ${BUSY_TIMEOUT} ms, got none: another writer holds it`,
          );
        }
        await sleep(1 + Math.random() * 15);
      }
    },
    async close() {
      statements.close();
    },
  };
}
