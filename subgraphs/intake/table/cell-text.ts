// Cells of a workbook as the text that the same value has in a CSV file, so that both give the same case.
import { writeDate } from '../cells/date.ts';
import type { Cell } from './table.ts';

/** The parts of a mapping that say how its texts write values. */
export interface TextForm {
  readonly numbers?: { readonly decimal: '.' | ',' } | undefined;
  readonly date?: { readonly column: string; readonly formats: readonly string[] } | undefined;
}

/** @param isDate whether the mapping reads the column as its date. Other dates are ISO 8601. */
export function cellText(cell: Cell, form: TextForm, isDate: boolean): string {
  if (typeof cell === 'string') return cell;
  if ('number' in cell) return form.numbers?.decimal === ',' ? cell.number.replace('.', ',') : cell.number;
  if ('fault' in cell) return cell.shown;
  if (!isDate) return cell.iso;
  for (const format of form.date?.formats ?? []) {
    if (format === 'excel-1900' && cell.iso.length >= 10) return String(cell.serial);
    const text = writeDate(cell.iso, format);
    if (text !== undefined) return text;
  }
  return cell.iso;
}
