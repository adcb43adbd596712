// One writer a log. The lock is SQLite's, so the system's own: it ends with its process, however that ends, and no pid
// has to be believed. The file `<log>.lock` stays.
import { DatabaseSync } from 'node:sqlite';

const BUSY = 5;

/**
 * Takes the lock of `file` for this process.
 * @returns what gives it back.
 * @throws Error where another writer, in this process or another, has it.
 */
export function lockLog(file: string): () => void {
  const database = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    database.exec('BEGIN IMMEDIATE');
    database.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL, since TEXT NOT NULL)');
    database.exec('DELETE FROM holder');
    database.prepare('INSERT INTO holder (pid, since) VALUES (?, ?)').run(process.pid, new Date().toISOString());
    database.exec('COMMIT');
    // Held, not committed, from here on; readers still see who holds it.
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    const held = (error as { errcode?: number }).errcode === BUSY;
    const by = held ? holder(database) : '';
    database.close();
    if (!held) throw error;
    throw new Error(`${file}: expected to be its only writer, got a lock held by ${by}`, { cause: error });
  }
  return () => database.close();
}

function holder(database: DatabaseSync): string {
  try {
    const row = database.prepare('SELECT pid, since FROM holder').get();
    if (row !== undefined) return `process ${String(row.pid)} since ${String(row.since)}`;
  } catch {
    // It is just taking the lock, and has not said who it is.
  }
  return 'another process';
}
