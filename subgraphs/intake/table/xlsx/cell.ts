// The value of one cell. ECMA-376 part 1, 18.18.11 (types of cells) and 18.17.4.1 (dates).
import { excelSerialDay } from '../../cells/excel-serial.ts';
import type { Cell } from '../table.ts';
import type { Shown } from './number-format.ts';
import { unescaped } from './shared-strings.ts';

export interface Typed {
  readonly type: string;
  readonly style: string | undefined;
  value: string | undefined;
  inline: string | undefined;
  formula: boolean;
}

export interface WorkbookForm {
  readonly styles: readonly Shown[];
  readonly strings: readonly string[];
  readonly from1904: boolean;
}

/** Days from 1900-01-00, as that system counts, to 1904-01-01. */
const TO_1904 = 1462;

export function cellOf(cell: Typed, form: WorkbookForm): Cell {
  const { type, value, inline } = cell;
  if (type === 'inlineStr') return inline ?? '';
  if (value === undefined || (value === '' && type !== 'str'))
    return cell.formula ? { shown: '', fault: NO_RESULT } : '';
  switch (type) {
    case 's':
      return /^\d+$/.test(value) ? (form.strings[Number(value)] ?? unreadable(value)) : unreadable(value);
    case 'str':
      return unescaped(value);
    case 'b':
      return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
    case 'e':
      return { shown: value, fault: 'expected a value, got a formula that failed' };
    case 'd':
      return isoCell(value);
    case 'n':
      return numberCell(value, form.styles[Number(cell.style ?? -1)] ?? 'none', form.from1904);
    default:
      return unreadable(value);
  }
}

const NO_RESULT = 'expected a value, got a formula without its result: open the workbook in a spreadsheet and save it';

function unreadable(value: string): Cell {
  return { shown: value, fault: 'expected a cell that a spreadsheet can read, got another' };
}

function numberCell(value: string, shown: Shown, from1904: boolean): Cell {
  const number = Number(value);
  if (!Number.isFinite(number)) return unreadable(value);
  // Whole numbers beyond what a number here can hold stay as they are.
  const text = /^-?\d+$/.test(value) ? value : String(number);
  if (shown === 'none') return { number: text };
  if (shown === 'time') return number >= 0 && number < 1 ? timeOf(number) : { number: text };
  const serial = from1904 ? number + TO_1904 : number;
  const day = excelSerialDay(String(serial));
  if (day === undefined) return { number: text };
  const time = shown === 'minute' && !Number.isInteger(serial) ? ` ${timeOf(serial % 1).slice(0, 5)}` : '';
  return { serial, iso: shown === 'month' ? day.slice(0, 7) : `${day}${time}` };
}

/** A fraction of a day, rounded to the second. */
function timeOf(fraction: number): string {
  const seconds = Math.min(Math.round(fraction * 86_400), 86_399);
  return new Date(seconds * 1000).toISOString().slice(11, 19);
}

function isoCell(value: string): Cell {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0];
  const instant = new Date(`${day}T00:00:00Z`).getTime();
  if (day === undefined || Number.isNaN(instant)) return unreadable(value);
  return { serial: Math.round((instant - Date.UTC(1899, 11, 30)) / 86_400_000), iso: day };
}
