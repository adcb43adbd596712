// Merged cells. A cell that reaches down over several rows holds its value for each of them; a spreadsheet writes it in the
// first only. Cells merged across columns keep their value in the first column: nothing tells that it means the others too.
import { ImportError } from '../../errors.ts';
import { isBlank } from '../header-row.ts';
import type { Cell } from '../table.ts';
import { columnOf, type SheetRow } from './sheet.ts';
import { readWholeXml } from './xml.ts';
import type { Zip } from './zip.ts';

/** Merged ranges of a sheet that are held. */
const MOST = 200_000;

interface Reach {
  readonly column: number;
  readonly to: number;
}

/** What reaches down, by its first row. */
export type Merged = ReadonlyMap<number, readonly Reach[]>;

/** Reads the sheet through once, so that a damaged one is told before a row is taken. */
export async function readMerged(zip: Zip, part: string): Promise<Merged> {
  const found = new Map<number, Reach[]>();
  if (!(await mentionsMerged(zip, part))) return found;
  let count = 0;
  await readWholeXml(zip.unpack(part), part, {
    open(name, attribute) {
      if (name !== 'mergeCell') return;
      const [, column = '', from, to] =
        /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})$/.exec(attribute('ref') ?? '') ?? [];
      if (from === undefined || from === to) return;
      count++;
      if (count > MOST) throw new ImportError(`expected at most ${MOST} merged cells, got more: save the sheet as CSV`);
      const reach = { column: columnOf(column), to: Number(to) };
      const others = found.get(Number(from));
      if (others === undefined) found.set(Number(from), [reach]);
      else others.push(reach);
    },
    close() {},
    text() {},
  });
  return found;
}

/** They stand behind the rows, so only a sheet that has any is taken apart twice. */
async function mentionsMerged(zip: Zip, part: string): Promise<boolean> {
  const word = 'mergeCell';
  let found = false;
  let tail = '';
  for await (const chunk of zip.unpack(part)) {
    if (found) continue;
    const text = tail + chunk.toString('latin1');
    found = text.includes(word);
    tail = text.slice(-word.length);
  }
  return found;
}

/** Fills rows that hold anything of their own. */
export async function* fillMerged(rows: AsyncIterable<SheetRow>, merged: Merged): AsyncGenerator<SheetRow> {
  let active: (Reach & { readonly cell: Cell })[] = [];
  for await (const row of rows) {
    active = active.filter(({ to }) => to >= row.number);
    const due = active.filter(({ column }) => (row.cells[column] ?? '') === '');
    if (due.length > 0 && !isBlank(row.cells)) {
      const cells = [...row.cells];
      for (const { column, cell } of due) {
        while (cells.length < column) cells.push('');
        cells[column] = cell;
      }
      yield { ...row, cells };
    } else yield row;
    for (const reach of merged.get(row.number) ?? []) {
      const cell = row.cells[reach.column];
      if (cell !== undefined && cell !== '') active.push({ ...reach, cell });
    }
  }
}
