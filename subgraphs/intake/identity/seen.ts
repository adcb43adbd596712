// Rows of one file that share a key. They are kept in a private temporary database, so that a file of any length takes the
// same memory; it holds ids and hashes, no cell, and goes with the process.
import { Statements } from '#subgraphs/kit/database/statements.ts';

export type Repeat = { readonly row: number; readonly same: boolean };

/** Pages held in memory, KiB; the others are on disk. */
const CACHE = 32 * 1024;

export class Seen {
  readonly #database = new Statements('');

  constructor() {
    // Nothing outlives the process, so nothing is kept safe for it.
    for (const pragma of ['journal_mode = off', `cache_size = -${CACHE}`]) this.#database.run(`pragma ${pragma}`, []);
    this.#database.run('create table seen (id text primary key, row integer, content text) without rowid', []);
    this.#database.run('begin', []);
  }

  /** Undefined for an id seen first; else the row that had it, and whether that row was the same in every cell. */
  note(id: string, row: number, content: string): Repeat | undefined {
    const short = content.slice(0, 16);
    const { changes } = this.#database.run('insert or ignore into seen values (?, ?, ?)', [id, row, short]);
    if (changes === 1) return undefined;
    const [before] = this.#database.run('select row, content from seen where id = ?', [id]).rows as {
      row: number;
      content: string;
    }[];
    return { row: before?.row ?? row, same: before?.content === short };
  }

  has(id: string): boolean {
    return this.#database.run('select 1 from seen where id = ?', [id]).rows.length > 0;
  }

  close(): void {
    this.#database.close();
  }
}
