// A workbook as rows of one sheet. Macros, links, pictures and every other sheet stay packed and unread.
import { ImportError } from '../../errors.ts';
import type { RandomAccess } from '../source.ts';
import type { RawRow } from '../table.ts';
import { fillMerged, readMerged } from './merged.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readSheet, type SheetRow } from './sheet.ts';
import { readStyles } from './styles.ts';
import { readWorkbook, type SheetEntry } from './workbook.ts';
import { Zip } from './zip.ts';

export interface XlsxRows {
  readonly rows: AsyncIterable<RawRow>;
  /** Part of the sheet that is read, from 0 to 1. */
  readonly done: () => number;
}

/**
 * @param sheet its name; without it the first that is not hidden.
 * @param note told which sheet is read, and that hidden rows were.
 * @throws ImportError where the file is no workbook, is damaged, or has no such sheet.
 */
export async function readXlsx(
  source: RandomAccess,
  sheet: string | undefined,
  note: (line: string) => void,
): Promise<XlsxRows> {
  const zip = await Zip.open(source);
  const { sheets, from1904, styles, sharedStrings } = await readWorkbook(zip);
  const { name, part } = chosen(sheets, sheet);
  const others = sheets.filter((each) => each.name !== name).map((each) => each.name);
  note(`sheet ${JSON.stringify(name)}${others.length === 0 ? '' : `, not ${listed(others)} (--sheet names another)`}`);
  const form = {
    styles: styles === undefined ? [] : await readStyles(zip, styles),
    strings: sharedStrings === undefined ? [] : await readSharedStrings(zip, sharedStrings),
    from1904,
  };
  const merged = await readMerged(zip, part);
  let read = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of zip.unpack(part)) {
      read += chunk.length;
      yield chunk;
    }
  }
  const size = zip.size(part);
  return {
    rows: fillMerged(noting(readSheet(counted(), part, form), note), merged),
    done: () => (size === 0 ? 1 : read / size),
  };
}

function chosen(sheets: readonly SheetEntry[], name: string | undefined): SheetEntry {
  const found =
    name === undefined
      ? (sheets.find(({ hidden }) => !hidden) ?? sheets[0])
      : (sheets.find((each) => each.name === name) ??
        sheets.find((each) => each.name.trim().toLowerCase() === name.trim().toLowerCase()));
  if (found !== undefined) return found;
  const names = sheets.map((each) => each.name);
  throw new ImportError(
    sheets.length === 0
      ? 'expected a workbook with a sheet of rows, got one without'
      : `expected a sheet of the workbook (${listed(names)}), got ${JSON.stringify(name)}`,
  );
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => JSON.stringify(name));
  return `${shown.join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
}

/** Hidden rows, mostly those that a filter leaves out of sight, are rows like any other. */
async function* noting(rows: AsyncIterable<SheetRow>, note: (line: string) => void): AsyncGenerator<SheetRow> {
  let hidden = 0;
  for await (const row of rows) {
    if (row.hidden) hidden++;
    yield row;
  }
  if (hidden > 0) note(`${hidden} hidden row${hidden === 1 ? '' : 's'} of the sheet read too`);
}
