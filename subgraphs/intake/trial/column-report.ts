// What one column holds and what becomes of it, value by value.
import { folded, oneLine } from '../cells/text.ts';
import { nearest } from '../mapping/nearest.ts';
import { entry } from '../record/choose.ts';
import type { Use } from './uses.ts';

/** Different values that are counted; a column of more is free text, or a key. */
const MOST = 2_000;
const SHOWN = 12;
const LONGEST = 60;

export interface ValueReport {
  readonly value: string;
  readonly rows: number;
  /** Undefined where the text is taken, or read as a number, a date or a place. */
  readonly becomes?: string;
  /** A known text that it may have been meant to be, where it is not known. */
  readonly nearest?: string;
}

export interface ColumnReport {
  readonly column: string;
  /** Paths of the rules that read it; empty where it is ignored. */
  readonly rules: readonly string[];
  readonly filled: number;
  readonly blank: number;
  /** Different values; undefined where they are more than are counted. */
  readonly different?: number;
  /** Those that rules turn into something else, and those not known, first; then the most frequent. */
  readonly values: readonly ValueReport[];
}

export class ColumnCounts {
  readonly #counts = new Map<string, number>();
  #filled = 0;
  #blank = 0;
  #many = false;

  add(cell: string): void {
    const text = cell.trim();
    if (text === '') this.#blank++;
    else this.#filled++;
    if (text === '' || this.#many) return;
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
    this.#many = this.#counts.size > MOST;
    if (this.#many) this.#counts.clear();
  }

  report(column: string, uses: readonly Use[]): ColumnReport {
    const values = [...this.#counts]
      .map(([value, rows]) => valueReport(value, rows, uses))
      .toSorted((one, other) => weight(other) - weight(one) || other.rows - one.rows);
    const listed = values.filter((each) => each.becomes !== undefined).length;
    return {
      column: short(column),
      rules: uses.map(({ path }) => path),
      filled: this.#filled,
      blank: this.#blank,
      ...(!this.#many && { different: this.#counts.size }),
      values: values.slice(0, Math.max(SHOWN, Math.min(listed, 200))),
    };
  }
}

function weight({ becomes, nearest: near }: ValueReport): number {
  return becomes === undefined ? 0 : near === undefined && !becomes.startsWith('rejected') ? 1 : 2;
}

function valueReport(value: string, rows: number, uses: readonly Use[]): ValueReport {
  const given = { value: short(value), rows };
  const outcomes = uses.flatMap((use) => outcome(value, use) ?? []);
  if (outcomes.length === 0) return given;
  const known = uses.flatMap((use) => use.known);
  const isKnown = known.some((each) => folded(each) === folded(value));
  const near = isKnown ? undefined : nearest(value, known);
  return { ...given, becomes: [...new Set(outcomes)].join('; '), ...(near !== undefined && { nearest: near }) };
}

function outcome(value: string, { path, choice, rows }: Use): string | undefined {
  const field = path.split('.').at(-1);
  if (rows !== undefined && !rows.seizure.some((each) => folded(each) === folded(value)))
    return `rejected: ${entry(rows.not, value) ?? 'not listed under rows'}`;
  if (choice === undefined) return undefined;
  const reason = entry(choice.not, value, choice.exact);
  if (reason !== undefined) return `rejected: ${reason}`;
  const becomes = entry(choice.values, value, choice.exact);
  if (becomes !== undefined) return `${field} ${shown(becomes)}`;
  const otherwise = choice.otherwise ?? (choice.values === undefined ? 'take' : 'reject');
  if (typeof otherwise === 'object') return `${field} ${shown(otherwise.value)}`;
  if (otherwise === 'reject') return `rejected: not listed under ${path}`;
  if (otherwise === 'keep') return 'kept in the narrative';
  return undefined;
}

function short(text: string): string {
  const line = oneLine(text);
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
