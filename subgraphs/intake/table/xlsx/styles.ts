// What each cell style of a workbook shows of a number.
import { type Shown, shownBy } from './number-format.ts';
import { readWholeXml } from './xml.ts';
import type { Zip } from './zip.ts';

/** Styles of cells; Excel takes 64,000. */
const MOST = 100_000;

/** By style number. */
export async function readStyles(zip: Zip, part: string): Promise<readonly Shown[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCells = false;
  await readWholeXml(zip.unpack(part), part, {
    open(name, attribute) {
      if (name === 'cellXfs') inCells = true;
      else if (name === 'numFmt' && codes.size < MOST)
        codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      else if (name === 'xf' && inCells && formats.length < MOST) formats.push(Number(attribute('numFmtId') ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
    text() {},
  });
  return formats.map((id) => shownBy(id, codes.get(id)));
}
