// Rows of one file that share a key. Memory grows by about 100 bytes a row, the one thing in an import that does.

export type Repeat = { readonly row: number; readonly same: boolean };

export class Seen {
  readonly #rows = new Map<string, { row: number; content: string }>();

  /** Undefined for an id seen first; else the row that had it, and whether that row was the same in every cell. */
  note(id: string, row: number, content: string): Repeat | undefined {
    const before = this.#rows.get(id);
    if (before === undefined) {
      this.#rows.set(id, { row, content: content.slice(0, 16) });
      return undefined;
    }
    return { row: before.row, same: before.content === content.slice(0, 16) };
  }
}
