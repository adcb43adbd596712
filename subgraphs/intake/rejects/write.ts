// The rejects file of one import: the rows that were not taken, whole, with where and why. Mended, it is imported with
// the same mapping. It stands under its name only when complete. Rows hold narratives (class P1): for its owner alone.
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isLive } from '../cells/hostile.ts';
import type { TableRow } from '../table/table.ts';
import { csvLine } from '../table/write-csv.ts';
import { isRejectColumn, REJECT_COLUMNS } from './columns.ts';
import { letGo, ownPart, sweepParts } from './part.ts';
import type { Rejection } from './rejection.ts';

export class RejectsFile {
  /** Rows with a cell that a spreadsheet would run. They stay as they are, for the file is imported again. */
  live = 0;
  readonly #folder: string;
  readonly #part: string;
  readonly #delimiter: string;
  readonly #kept: readonly number[];
  readonly #descriptor: number;
  #whole = false;

  /** Begins the file with the table's header; its own columns of an earlier rejects file are left out. */
  constructor(folder: string, header: readonly string[], delimiter: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700);
    sweepParts(folder);
    this.#folder = folder;
    this.#part = ownPart();
    this.#delimiter = delimiter;
    this.#kept = [...header.keys()].filter((position) => !isRejectColumn(header[position] ?? ''));
    this.#descriptor = openSync(join(folder, this.#part), 'wx', 0o600);
    this.#write([...this.#kept.map((position) => header[position] ?? ''), ...REJECT_COLUMNS]);
  }

  /** A row that does not fit the header is rejected for its whole text, so that no cell of it is lost. */
  add(row: TableRow, { column, value, reason }: Omit<Rejection, 'row'>): void {
    const cells = this.#kept.map((position) => row.cells[position] ?? '');
    if ([...cells, value].some(isLive)) this.live++;
    this.#write([...cells, String(row.number), column, value, reason]);
  }

  /** Ends the file; the same name takes the place of an earlier run of the same file. Returns its path. */
  close(name: string): string {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    const file = join(this.#folder, name);
    renameSync(join(this.#folder, this.#part), file);
    letGo(this.#part);
    this.#whole = true;
    return file;
  }

  /** Leaves nothing behind, where the import could not end; a file that stands already under its name stays. */
  discard(): void {
    if (this.#whole) return;
    closeSync(this.#descriptor);
    rmSync(join(this.#folder, this.#part), { force: true });
    letGo(this.#part);
  }

  #write(cells: readonly string[]): void {
    writeSync(this.#descriptor, csvLine(cells, this.#delimiter));
  }
}
