// What an import would do, without doing it: what each column becomes, value by value, and what would be rejected and why.
// Nothing is written, and no store is opened: which rows are unchanged, or held under another campaign, is not known.
import { type Roster, readRoster, reportingParticipants } from '#schema/roster/roster.ts';
import { oneLine } from '../cells/text.ts';
import type { ImportOptions } from '../import.ts';
import { nearest } from '../mapping/nearest.ts';
import type { AnyMapping } from '../mapping/return-format.ts';
import type { RowRejected } from '../rejects/rejection.ts';
import { Rows, type RowsOptions } from '../rows.ts';
import { findColumns } from '../table/header.ts';
import type { Table, TableRow } from '../table/table.ts';
import { ColumnCounts, type ColumnReport } from './column-report.ts';
import { type Use, usesOf } from './uses.ts';

/** Reasons that are told apart; a reason may quote its row. */
const MOST_REASONS = 500;
const EXAMPLES = 5;

export interface ReasonReport {
  readonly column: string;
  readonly reason: string;
  readonly rows: number;
  readonly examples: readonly { readonly row: number; readonly value: string; readonly nearest?: string }[];
}

export interface TrialResult {
  readonly read: number;
  /** Rows that would come in, new, changed or unchanged. */
  readonly accepted: number;
  readonly rejected: number;
  /** Records by participant. */
  readonly participants: Readonly<Record<string, number>>;
  readonly columns: readonly ColumnReport[];
  readonly rejects: readonly ReasonReport[];
}

export async function tryTable(table: Table, mapping: AnyMapping, options: ImportOptions): Promise<TrialResult> {
  const columns = findColumns(table.header, mapping);
  const uses = usesOf(mapping);
  const aliases = new Map([...columns.positions].map(([alias, position]) => [position, alias]));
  const counts = table.header.map(() => new ColumnCounts());
  const usesOfHeader = (header: string): readonly Use[] =>
    [...columns.positions].flatMap(([alias, position]) =>
      oneLine(table.header[position] ?? '') === header ? (uses.get(alias) ?? []) : [],
    );
  const rejects = new Reasons(usesOfHeader);
  const sink = new Accepted(options.data.roster);
  const rowsOptions: RowsOptions = { mapping, columns, campaign: options.campaign, enrol: options.enrol };
  const { participant } = options;
  const rows = new Rows(sink, rejects, { ...rowsOptions, ...(participant !== undefined && { participant }) });
  try {
    for await (const row of table.rows) {
      rows.take(row);
      if (row.fault === undefined) for (const [position, cell] of row.cells.entries()) counts[position]?.add(cell);
    }
  } finally {
    rows.close();
  }
  return {
    read: rows.read,
    accepted: rows.read - rows.rejected,
    rejected: rows.rejected,
    participants: Object.fromEntries([...sink.participants].toSorted((one, other) => other[1] - one[1])),
    columns: table.header.map((header, position) =>
      (counts[position] ?? new ColumnCounts()).report(header, uses.get(aliases.get(position) ?? '') ?? []),
    ),
    rejects: rejects.reports(),
  };
}

/** Stands where an import has its batches. */
class Accepted {
  readonly roster: Roster;
  readonly participants = new Map<string, number>();
  readonly #reporting: ReadonlySet<string>;

  constructor(roster: string) {
    this.roster = readRoster(roster);
    this.#reporting = new Set(reportingParticipants(this.roster).map(({ code }) => code));
  }

  reports(code: string): boolean {
    return this.#reporting.has(code);
  }

  add({ participant }: { readonly participant: string }): void {
    this.participants.set(participant, (this.participants.get(participant) ?? 0) + 1);
  }

  async flush(): Promise<[]> {
    return [];
  }
}

/** Stands where an import has its rejects file. */
class Reasons {
  readonly #found = new Map<string, { rows: number; column: string; reason: string; examples: Example[] }>();
  readonly #usesOf: (header: string) => readonly Use[];

  constructor(uses: (header: string) => readonly Use[]) {
    this.#usesOf = uses;
  }

  add({ number }: TableRow, { column, value, reason }: Pick<RowRejected, 'column' | 'value' | 'reason'>): void {
    // What a reason quotes of its row would make each of them another.
    const general = reason.replace(/(same natural key as row) \d+/, '$1 …').replace(/\(\d{4}(-\d\d)*\)$/, '(…)');
    const key = this.#found.size < MOST_REASONS ? `${column}\n${general}` : '\n';
    let found = this.#found.get(key);
    if (found === undefined) {
      found =
        key === '\n'
          ? { rows: 0, column: '', reason: 'other reasons', examples: [] }
          : { rows: 0, column, reason: general, examples: [] };
      this.#found.set(key, found);
    }
    found.rows++;
    if (found.examples.length >= EXAMPLES || found.examples.some((each) => each.value === value)) return;
    found.examples.push({ row: number, value });
  }

  reports(): ReasonReport[] {
    return [...this.#found.values()]
      .toSorted((one, other) => other.rows - one.rows)
      .map(({ column, reason, rows, examples }) => {
        const known = this.#usesOf(column).flatMap((use) => use.known);
        const withNearest = examples.map(({ row, value }) => {
          const near = nearest(value, known);
          const shown = oneLine(value).slice(0, 80);
          return { row, value: shown, ...(near !== undefined && near !== value && { nearest: near }) };
        });
        return { column, reason, rows, examples: withNearest };
      });
  }
}

interface Example {
  readonly row: number;
  readonly value: string;
}
