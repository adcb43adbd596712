// Workbooks made by hand for tests: a zip of the parts that are given, whatever they hold.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly content: string | Buffer;
  /** Declared in the directory instead of what the part is. */
  readonly declared?: { readonly size?: number; readonly crc?: number; readonly flags?: number };
}

export function zip(parts: Readonly<Record<string, ZipPart | string>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, given] of Object.entries(parts)) {
    const part = typeof given === 'string' ? { content: given } : given;
    const content = Buffer.from(part.content);
    const packed = deflateRawSync(content);
    const title = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(part.declared?.flags ?? 0, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(part.declared?.crc ?? crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(part.declared?.size ?? content.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, title, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, rest, title]));
    locals.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, listed, end]);
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export interface Sheet {
  readonly name: string;
  /** What stands inside `sheetData`. */
  readonly rows: string;
  /** What stands behind it. */
  readonly after?: string;
  readonly state?: string;
}

export interface WorkbookParts {
  readonly sheets: readonly Sheet[];
  readonly from1904?: boolean;
  readonly strings?: readonly string[];
  /** Format codes by style number; a number is one of the formats that every workbook has. */
  readonly styles?: readonly (string | number)[];
  readonly more?: Readonly<Record<string, ZipPart | string>>;
}

export function workbook(parts: WorkbookParts): Buffer {
  return zip(workbookParts(parts));
}

export function workbookParts({
  sheets,
  from1904 = false,
  strings,
  styles,
  more = {},
}: WorkbookParts): Record<string, ZipPart | string> {
  const related = sheets.map((_, index) => relation(`s${index}`, 'worksheet', `worksheets/sheet${index + 1}.xml`));
  if (strings) related.push(relation('strings', 'sharedStrings', 'sharedStrings.xml'));
  if (styles) related.push(relation('styles', 'styles', 'styles.xml'));
  const entries = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}"${state ? ` state="${state}"` : ''} r:id="s${index}"/>`,
  );
  const formats = (styles ?? []).map((code, index) =>
    typeof code === 'number'
      ? ''
      : `<numFmt numFmtId="${200 + index}" formatCode="${code.replaceAll('"', '&quot;')}"/>`,
  );
  const xfs = (styles ?? []).map((code, index) => `<xf numFmtId="${typeof code === 'number' ? code : 200 + index}"/>`);
  return {
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}">${relation('main', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}">${related.join('')}</Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">${from1904 ? '<workbookPr date1904="1"/>' : ''}<sheets>${entries.join('')}</sheets></workbook>`,
    ...(strings && {
      'xl/sharedStrings.xml': `${XML}<sst xmlns="${MAIN}">${strings.map((each) => `<si>${each}</si>`).join('')}</sst>`,
    }),
    ...(styles && {
      'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><numFmts>${formats.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${xfs.join('')}</cellXfs></styleSheet>`,
    }),
    ...Object.fromEntries(
      sheets.map(({ rows, after = '' }, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${after}</worksheet>`,
      ]),
    ),
    ...more,
  };
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
}

/** A row of inline texts and numbers; '' leaves the cell out. */
export function xmlRow(number: number, cells: readonly (string | number)[], attributes = ''): string {
  const written = cells.map((cell, index) => {
    const at = `${String.fromCharCode(65 + index)}${number}`;
    if (cell === '') return '';
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
    return cell.startsWith('<c') ? cell : `<c r="${at}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  });
  return `<row r="${number}"${attributes}>${written.join('')}</row>`;
}
