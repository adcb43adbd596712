// Finds a mapping's columns in a header: by header text and, where a header repeats, by occurrence.
import { folded, oneLine } from '../cells/text.ts';
import { ImportError } from '../errors.ts';
import type { AnyMapping } from '../mapping/return-format.ts';
import { isRejectColumn } from '../rejects/columns.ts';

export interface Columns {
  /** Position of each alias. */
  readonly positions: ReadonlyMap<string, number>;
  /** Positions whose header is blank: a value there would be lost, so it rejects its row. */
  readonly unnamed: readonly number[];
  /** Positions of the columns that a rejects file has beside the table's own. */
  readonly rejects: ReadonlyMap<string, number>;
}

/**
 * @throws ImportError with all columns that are missing, and all that the mapping neither reads nor ignores.
 */
export function findColumns(header: readonly string[], mapping: Pick<AnyMapping, 'columns' | 'ignored'>): Columns {
  const at = new Map<string, number>();
  const counts = new Map<string, number>();
  const unnamed: number[] = [];
  const rejects = new Map<string, number>();
  for (const [position, cell] of header.entries()) {
    const name = folded(cell);
    if (name === '') unnamed.push(position);
    else if (isRejectColumn(name)) rejects.set(name, position);
    else {
      const occurrence = (counts.get(name) ?? 0) + 1;
      counts.set(name, occurrence);
      at.set(key(name, occurrence), position);
    }
  }
  const positions = new Map<string, number>();
  const missing: string[] = [];
  const known = new Set<string>();
  for (const [alias, { column, occurrence }] of Object.entries(mapping.columns)) {
    const wanted = key(column, occurrence);
    known.add(wanted);
    const position = at.get(wanted);
    if (position === undefined) missing.push(shown(column, occurrence));
    else positions.set(alias, position);
  }
  if (missing.length > 0) throw new ImportError(missingColumns(missing, header));
  for (const { column, occurrence } of mapping.ignored) known.add(key(column, occurrence));
  const extra = [...at].filter(([each]) => !known.has(each)).map(([, position]) => shown(header[position] ?? '', 1));
  if (extra.length > 0)
    throw new ImportError(
      `expected only columns that the mapping names under \`columns\` or \`ignored\`, got also ${extra.join(', ')}`,
    );
  return { positions, unnamed, rejects };
}

function key(column: string, occurrence: number): string {
  return `${folded(column)}\n${occurrence}`;
}

function shown(column: string, occurrence: number): string {
  const text = oneLine(column);
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return occurrence === 1 ? JSON.stringify(short) : `${JSON.stringify(short)} (occurrence ${occurrence})`;
}

function missingColumns(missing: readonly string[], header: readonly string[]): string {
  const few = header.slice(0, 5).map((cell) => shown(cell, 1));
  const some = `${few.join(', ')}${header.length > 5 ? ', …' : ''}`;
  return `expected the column${missing.length === 1 ? '' : 's'} ${missing.join(', ')}, got a header of ${header.length} column${header.length === 1 ? '' : 's'} without ${missing.length === 1 ? 'it' : 'them'} (${some})`;
}
