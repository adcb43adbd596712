// Which character stands between the cells of a CSV file, where nobody says.
import { parse } from 'csv-parse/sync';
import type { Header } from './header-row.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Rows that are looked at. */
const ROWS = 30;

/**
 * The delimiter that finds most of the wanted columns in a row; where none are wanted, the one that cuts most rows into the
 * same number of cells, several of them.
 * @param head the beginning of the file.
 * @param first preferred where others do as well.
 */
export function recogniseDelimiter(head: string, wanted: Header | undefined, first: string = ','): string {
  const candidates = [first, ...DELIMITERS.filter((each) => each !== first)];
  const scored = candidates.map((delimiter) => ({ delimiter, score: score(rowsOf(head, delimiter), wanted) }));
  const [best] = scored.toSorted((one, other) => other.score - one.score);
  return best?.delimiter ?? first;
}

function rowsOf(head: string, delimiter: string): readonly string[][] {
  return parse(head, {
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_records_with_error: true,
    to: ROWS,
  });
}

function score(rows: readonly string[][], wanted: Header | undefined): number {
  if (wanted !== undefined) return Math.max(0, ...rows.map((cells) => wanted.matches(cells)));
  const counts = new Map<number, number>();
  // The last row may be cut.
  for (const cells of rows.length > 1 ? rows.slice(0, -1) : rows)
    if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return Math.max(0, ...[...counts].map(([cells, times]) => times * 100 + Math.min(cells, 99)));
}
