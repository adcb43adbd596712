// The rejects file of one import: the rows that were not taken, whole, with where and why. Mended, it is imported with
// the same mapping. It stands under its name only when complete.
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { TableRow } from '../table/table.ts';
import { csvLine } from '../table/write-csv.ts';
import { isRejectColumn, REJECT_COLUMNS } from './columns.ts';
import type { Rejection } from './rejection.ts';

export class RejectsFile {
  readonly #folder: string;
  readonly #part: string;
  readonly #delimiter: string;
  readonly #kept: readonly number[];
  readonly #descriptor: number;

  /** Begins the file with the table's header; its own columns of an earlier rejects file are left out. */
  constructor(folder: string, header: readonly string[], delimiter: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#part = join(folder, `.${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}.part`);
    this.#delimiter = delimiter;
    this.#kept = [...header.keys()].filter((position) => !isRejectColumn(header[position] ?? ''));
    this.#descriptor = openSync(this.#part, 'wx');
    this.#write([...this.#kept.map((position) => header[position] ?? ''), ...REJECT_COLUMNS]);
  }

  /** A row that does not fit the header is rejected for its whole text, so that no cell of it is lost. */
  add(row: TableRow, { column, value, reason }: Omit<Rejection, 'row'>): void {
    const cells = this.#kept.map((position) => row.cells[position] ?? '');
    this.#write([...cells, String(row.number), column, value, reason]);
  }

  /** Ends the file; the same name takes the place of an earlier run of the same file. Returns its path. */
  close(name: string): string {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    const file = join(this.#folder, name);
    renameSync(this.#part, file);
    return file;
  }

  /** Leaves nothing behind, where the import could not end. */
  discard(): void {
    closeSync(this.#descriptor);
    rmSync(this.#part, { force: true });
  }

  #write(cells: readonly string[]): void {
    writeSync(this.#descriptor, csvLine(cells, this.#delimiter));
  }
}
