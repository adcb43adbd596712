// What a file still has: the identity of each of its rows, also of rows that were rejected, for a slip in one cell must
// not remove the record that the row corrects.
import { Seen } from '../identity/seen.ts';

export class Present {
  /** Rows whose identity cannot be read at all: any record may be theirs. */
  nameless = 0;
  readonly #seen = new Seen();

  add(hash: string): void {
    this.#seen.note(hash, 0, '');
  }

  has(hash: string): boolean {
    return this.#seen.has(hash);
  }

  close(): void {
    this.#seen.close();
  }
}
