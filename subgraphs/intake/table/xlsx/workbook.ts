// Which sheets a workbook has and where its parts stand.
import { posix } from 'node:path';
import { ImportError } from '../../errors.ts';
import { readWholeXml } from './xml.ts';
import type { Zip } from './zip.ts';

export interface SheetEntry {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly SheetEntry[];
  /** Days count from 1904-01-01 instead of 1900. */
  readonly from1904: boolean;
  readonly styles: string | undefined;
  readonly sharedStrings: string | undefined;
}

/** @throws ImportError where the archive is no Excel workbook. */
export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const main = (await relations(zip, '_rels/.rels')).find(({ type }) => type === 'officeDocument')?.part;
  if (main === undefined || !zip.has(main)) throw notExcel(zip);
  if (main.endsWith('.bin')) throw new ImportError('expected an .xlsx workbook, got a binary one: save it as .xlsx');
  const related = await relations(zip, posix.join(posix.dirname(main), '_rels', `${posix.basename(main)}.rels`));
  const byId = new Map(related.map((each) => [each.id, each]));
  const sheets: SheetEntry[] = [];
  let from1904 = false;
  await readWholeXml(zip.unpack(main), main, {
    open(name, attribute) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attribute('date1904') ?? '');
      if (name !== 'sheet') return;
      const relation = byId.get(attribute('id') ?? '');
      // Charts and dialogues are sheets of another kind.
      if (relation?.type !== 'worksheet') return;
      const hidden = (attribute('state') ?? 'visible') !== 'visible';
      sheets.push({ name: attribute('name') ?? '', part: relation.part, hidden });
    },
    close() {},
    text() {},
  });
  const partOf = (type: string) => related.find((each) => each.type === type && zip.has(each.part))?.part;
  return { sheets, from1904, styles: partOf('styles'), sharedStrings: partOf('sharedStrings') };
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly part: string;
}

async function relations(zip: Zip, part: string): Promise<Relation[]> {
  if (!zip.has(part)) return [];
  const folder = posix.dirname(posix.dirname(part));
  const found: Relation[] = [];
  await readWholeXml(zip.unpack(part), part, {
    open(name, attribute) {
      if (name !== 'Relationship' || attribute('TargetMode') === 'External') return;
      const target = attribute('Target') ?? '';
      found.push({
        id: attribute('Id') ?? '',
        type: (attribute('Type') ?? '').split('/').at(-1) ?? '',
        part: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
      });
    },
    close() {},
    text() {},
  });
  return found;
}

function notExcel(zip: Zip): ImportError {
  const other = zip.has('content.xml') ? 'an OpenDocument file: save it as .xlsx or CSV' : 'another archive';
  return new ImportError(`expected an Excel workbook (.xlsx) or CSV, got ${other}`);
}
