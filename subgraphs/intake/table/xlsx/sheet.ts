// The rows of one sheet, as they stand in its XML and no more at a time than one chunk of it.
import { ImportError } from '../../errors.ts';
import type { Cell, RawRow } from '../table.ts';
import { cellOf, type Typed, type WorkbookForm } from './cell.ts';
import { RichText } from './shared-strings.ts';
import { type Listener, readXml } from './xml.ts';

const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

export interface SheetRow extends RawRow {
  readonly hidden: boolean;
}

/**
 * Rows that stand in the sheet; the number tells where rows are left out. A formula is its last result.
 * @throws ImportError where a row or cell stands where no sheet has one, or not in its order.
 */
export async function* readSheet(
  bytes: AsyncIterable<Uint8Array>,
  part: string,
  form: WorkbookForm,
): AsyncGenerator<SheetRow> {
  const rows = new Rows(part, form);
  for await (const _ of readXml(bytes, part, rows)) yield* rows.take();
}

class Rows implements Listener {
  readonly #part: string;
  readonly #form: WorkbookForm;
  #done: SheetRow[] = [];
  #row: { number: number; hidden: boolean; cells: Cell[] } | undefined;
  /** Column of the last cell of the row, filled or not. */
  #lastColumn = -1;
  #last = 0;
  #cell: { column: number; typed: Typed } | undefined;
  #inValue = false;
  readonly #inline = new RichText();

  constructor(part: string, form: WorkbookForm) {
    this.#part = part;
    this.#form = form;
  }

  take(): SheetRow[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    if (this.#cell !== undefined) {
      if (name === 'v') this.#inValue = true;
      else if (name === 'f') this.#cell.typed.formula = true;
      else this.#inline.open(name);
    } else if (this.#row !== undefined && name === 'c') {
      const column = this.#column(attribute('r'), this.#row);
      const typed = { type: attribute('t') ?? 'n', style: attribute('s'), value: undefined, inline: undefined };
      this.#cell = { column, typed: { ...typed, formula: false } };
    } else if (name === 'row') {
      const number = attribute('r') === undefined ? this.#last + 1 : Number(attribute('r'));
      if (!Number.isInteger(number) || number <= this.#last || number > MOST_ROWS)
        throw this.#misplaced(`row ${attribute('r')}`);
      this.#last = number;
      this.#lastColumn = -1;
      this.#row = { number, hidden: ['1', 'true'].includes(attribute('hidden') ?? ''), cells: [] };
    }
  }

  close(name: string): void {
    if (this.#cell !== undefined) {
      if (name === 'v') {
        this.#inValue = false;
        this.#cell.typed.value ??= '';
      } else if (name === 'is') this.#cell.typed.inline = this.#inline.take();
      else if (name !== 'c') this.#inline.close(name);
      else {
        this.#put(this.#cell.column, cellOf(this.#cell.typed, this.#form));
        this.#cell = undefined;
      }
    } else if (name === 'row' && this.#row !== undefined) {
      this.#done.push(this.#row);
      this.#row = undefined;
    }
  }

  text(text: string): void {
    if (this.#cell === undefined) return;
    if (this.#inValue) this.#cell.typed.value = (this.#cell.typed.value ?? '') + text;
    else this.#inline.add(text);
  }

  #put(column: number, cell: Cell): void {
    const cells = this.#row?.cells;
    if (cells === undefined || cell === '') return;
    while (cells.length < column) cells.push('');
    cells[column] = cell;
  }

  /** From 0. Cells without an address stand behind the last one. */
  #column(address: string | undefined, row: { number: number }): number {
    const [, letters = '', digits] = /^([A-Z]{1,3})(\d{1,7})$/.exec(address ?? '') ?? [];
    const column = address === undefined ? this.#lastColumn + 1 : columnOf(letters);
    const elsewhere = address !== undefined && Number(digits) !== row.number;
    if (elsewhere || column <= this.#lastColumn || column >= MOST_COLUMNS) throw this.#misplaced(`cell ${address}`);
    this.#lastColumn = column;
    return column;
  }

  #misplaced(what: string): ImportError {
    return new ImportError(
      `expected a workbook with rows and cells in their order, at most ${MOST_ROWS} by ${MOST_COLUMNS}, got ${what.slice(0, 40)} behind row ${this.#last} in ${this.#part}`,
    );
  }
}

/** `A` is 0. */
export function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
