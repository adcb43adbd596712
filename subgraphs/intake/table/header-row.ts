// Finds the row of column headers: titles and blank rows may stand above it.
import { folded } from '../cells/text.ts';
import { ImportError } from '../errors.ts';
import type { Cell, RawRow } from './table.ts';

/** Rows in which the header must stand. */
const WITHIN = 30;

/** The columns that are looked for. */
export interface Header {
  /** How many of them stand in a row. */
  matches(cells: readonly string[]): number;
  readonly size: number;
}

export interface Found {
  readonly header: readonly string[];
  readonly row: number;
  /** Filled rows above it. */
  readonly above: number;
  /** The rows below it. */
  readonly rows: AsyncIterable<RawRow>;
}

/**
 * The first row with all wanted columns, else the one with most of them; where none are wanted, the first row whose cells
 * are texts and as many as the widest row has, or nearly.
 * @throws ImportError where there is no filled row at all.
 */
export async function findHeader(rows: AsyncIterable<RawRow>, wanted: Header | undefined): Promise<Found> {
  const reader = rows[Symbol.asyncIterator]();
  const first: RawRow[] = [];
  let full = -1;
  while (first.length < WITHIN && full < 0) {
    const next = await reader.next();
    if (next.done === true) break;
    const { cells, fault, number } = next.value;
    if (fault !== undefined && first.length === 0) throw new ImportError(`row ${number}: ${fault}`);
    if (fault === undefined && isBlank(cells)) continue;
    first.push(next.value);
    if (wanted !== undefined && wanted.matches(texts(cells)) >= wanted.size) full = first.length - 1;
  }
  if (first.length === 0) throw new ImportError('expected a row of column headers, got an empty file');
  const at = full >= 0 ? full : wanted === undefined ? likeliest(first) : best(first, wanted);
  const [row] = first.splice(0, at + 1).slice(at);
  if (row === undefined) throw new ImportError('expected a row of column headers, got none');
  async function* below(): AsyncGenerator<RawRow> {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => reader };
  }
  return { header: texts(row.cells), row: row.number, above: at, rows: below() };
}

function best(rows: readonly RawRow[], wanted: Header): number {
  const scores = rows.map(({ cells }) => wanted.matches(texts(cells)));
  return scores.indexOf(Math.max(...scores));
}

function likeliest(rows: readonly RawRow[]): number {
  const widest = Math.max(...rows.map(({ cells }) => filled(cells).length));
  const at = rows.findIndex(({ cells }) => {
    const names = filled(cells);
    return (
      names.length >= widest * 0.7 && names.every((each) => typeof each === 'string' && !/^[\d.,\s-]+$/.test(each))
    );
  });
  return Math.max(at, 0);
}

export function isBlank(cells: readonly Cell[]): boolean {
  return cells.every((cell) => typeof cell === 'string' && cell.trim() === '');
}

function filled(cells: readonly Cell[]): readonly Cell[] {
  return cells.filter((cell) => typeof cell !== 'string' || cell.trim() !== '');
}

/** Header cells are texts; a year as a header is held as a number. */
function texts(cells: readonly Cell[]): string[] {
  return cells.map((cell) => {
    if (typeof cell === 'string') return cell;
    if ('number' in cell) return cell.number;
    return 'iso' in cell ? cell.iso : cell.shown;
  });
}

/** By header text, and by occurrence where it repeats. */
export function headerOf(columns: Iterable<{ readonly column: string; readonly occurrence: number }>): Header {
  const wanted = new Map<string, number>();
  for (const { column, occurrence } of columns) {
    const name = folded(column);
    wanted.set(name, Math.max(wanted.get(name) ?? 0, occurrence));
  }
  return {
    size: [...wanted.values()].reduce((sum, count) => sum + count, 0),
    matches(cells) {
      const left = new Map(wanted);
      let found = 0;
      for (const cell of cells) {
        const name = folded(cell);
        const count = left.get(name) ?? 0;
        if (count === 0) continue;
        left.set(name, count - 1);
        found++;
      }
      return found;
    },
  };
}
