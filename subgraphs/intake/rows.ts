// Takes the rows of a table one by one: each becomes a case or a return in the batch, or a line of the rejects file.
import type { Batches } from './batch.ts';
import { hostileCharacter } from './cells/hostile.ts';
import { oneLine } from './cells/text.ts';
import { whyNotEnrolled } from './enrolment/roster.ts';
import { identityOf } from './identity/key.ts';
import { Seen } from './identity/seen.ts';
import { type AnyMapping, isReturnMapping } from './mapping/return-format.ts';
import { type Built, buildCase } from './record/build.ts';
import { buildReturn } from './record/build-return.ts';
import { Reading } from './record/reading.ts';
import { gazetteerOf } from './record/route.ts';
import { RowRejected } from './rejects/rejection.ts';
import type { RejectsFile } from './rejects/write.ts';
import type { Present } from './replace/present.ts';
import type { Columns } from './table/header.ts';
import type { TableRow } from './table/table.ts';

export interface RowsOptions {
  readonly mapping: AnyMapping;
  readonly columns: Columns;
  readonly campaign: string;
  readonly enrol: boolean;
  readonly participant?: string;
  /** Gets the identity of each row, where the file replaces a period. */
  readonly present?: Present;
}

/** Where rows go that became records; an import has its batches there. */
export type Accepting = Pick<Batches, 'reports' | 'roster' | 'add' | 'flush'>;
/** Where the others go; an import has its rejects file there. */
export type Rejecting = Pick<RejectsFile, 'add'>;

const SAME_KEY = 'same natural key as row';

export class Rows {
  read = 0;
  rejected = 0;
  readonly #batches: Accepting;
  readonly #rejects: Rejecting;
  readonly #options: RowsOptions;
  readonly #build: (reading: Reading) => Built;
  readonly #seen = new Seen();
  /** Columns of the narrative. */
  readonly #free: ReadonlySet<string>;

  constructor(batches: Accepting, rejects: Rejecting, options: RowsOptions) {
    const { mapping, campaign, participant } = options;
    this.#batches = batches;
    this.#rejects = rejects;
    this.#options = options;
    const given = { campaign, ...(participant !== undefined && { participant }) };
    if (isReturnMapping(mapping)) {
      this.#free = new Set();
      this.#build = (reading) => buildReturn(reading, { ...given, mapping });
    } else {
      this.#free = new Set(mapping.narrative.parts.map(({ column }) => column));
      const gazetteer = gazetteerOf(mapping);
      this.#build = (reading) => buildCase(reading, { ...given, mapping, gazetteer });
    }
  }

  take(read: TableRow): void {
    this.read++;
    const row = this.#ofFirstFile(read);
    try {
      this.#take(row);
    } catch (error) {
      if (!(error instanceof RowRejected)) throw error;
      this.rejected++;
      this.#rejects.add(row, error);
    }
  }

  close(): void {
    this.#seen.close();
  }

  /** Writes what waits; what no store took is rejected. */
  async flush(): Promise<void> {
    for (const { waiting, reason } of await this.#batches.flush()) {
      const { key, content, row } = waiting;
      this.rejected++;
      this.#rejects.add(row, new RowRejected(keyColumns(this.#options.mapping), key ?? content, reason));
    }
  }

  #take(row: TableRow): void {
    const { columns, mapping, present } = this.#options;
    if (row.fault !== undefined) {
      if (present !== undefined) present.nameless++;
      throw new RowRejected('(row)', row.raw, row.fault);
    }
    // Before anything may reject it: a slip in one cell does not make the row's record absent.
    present?.add(identityOf(mapping, new Reading(row, columns, mapping)).hash);
    for (const position of row.faults?.keys() ?? []) this.#valueless(position, row);
    for (const position of columns.unnamed) {
      const value = row.cells[position]?.trim() ?? '';
      if (value !== '')
        throw new RowRejected(`(column ${position + 1})`, value, 'expected nothing under a blank header');
    }
    const reading = new Reading(row, columns, mapping);
    this.#printable(reading);
    const built = this.#build(reading);
    this.#enrolled(built, reading);
    this.#notMendedYet(built, row);
    const before = this.#seen.note(built.record.id, row.number, built.content);
    if (before === undefined || before.same) this.#batches.add({ ...built, row, repeats: before !== undefined });
    else throw new RowRejected(keyColumns(mapping), built.key ?? built.content, `${SAME_KEY} ${before.row}`);
  }

  /** A row of a rejects file keeps the number that it had in the file that it was rejected from. */
  #ofFirstFile(row: TableRow): TableRow {
    const position = this.#options.columns.rejects.get('reject_row');
    if (position === undefined || row.fault !== undefined) return row;
    const number = /^[1-9]\d{0,9}$/.test(row.cells[position] ?? '') ? Number(row.cells[position]) : row.number;
    return { ...row, number };
  }

  /** Where no rule reads the column, nothing is lost with it. */
  #valueless(position: number, { cells, faults }: TableRow): void {
    const { columns, mapping } = this.#options;
    const alias = [...columns.positions].find(([, at]) => at === position)?.[0];
    if (alias !== undefined)
      throw new RowRejected(
        oneLine(mapping.columns[alias]?.column ?? alias),
        cells[position] ?? '',
        faults?.get(position) ?? '',
      );
  }

  /** Looked for in the cells, where the column is known; a record that holds such a text would not be stored. */
  #printable(reading: Reading): void {
    const { mapping } = this.#options;
    for (const alias of Object.keys(mapping.columns)) {
      const found = hostileCharacter(reading.raw(alias), this.#free.has(alias));
      if (found !== undefined) reading.reject(alias, `expected text without control characters, got ${found}`);
    }
  }

  #enrolled({ participant }: Built, reading: Reading): void {
    if (this.#batches.reports(participant)) return;
    const rule = this.#options.mapping.participant;
    const reason = this.#options.enrol
      ? whyNotEnrolled(participant, this.#batches.roster)
      : `expected a participant on the roster that reports cases, got ${participant}; --enrol adds it`;
    if (reason === undefined) return;
    if (rule !== undefined && 'column' in rule) reading.reject(rule.column, reason);
    throw new RowRejected(
      rule !== undefined && 'by' in rule ? reading.header(rule.by) : 'participant',
      participant,
      reason,
    );
  }

  /** A row of a rejects file, rejected for its key and not mended: taken, it would overwrite the case of the other row. */
  #notMendedYet({ key }: Built, row: TableRow): void {
    const { rejects } = this.#options.columns;
    const cell = (name: string) => row.cells[rejects.get(name) ?? -1] ?? '';
    const reason = cell('reject_reason');
    if (key !== undefined && reason.startsWith(SAME_KEY) && cell('reject_value') === key)
      throw new RowRejected(keyColumns(this.#options.mapping), key, reason);
  }
}

function keyColumns({ identity, columns }: AnyMapping): string {
  return identity?.key.map((alias) => columns[alias]?.column ?? alias).join(' / ') ?? '(row)';
}
