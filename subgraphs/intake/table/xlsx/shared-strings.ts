// The texts that the cells of a workbook share. They are needed at random, so they are held: the one part that is.
import { ImportError } from '../../errors.ts';
import { readWholeXml } from './xml.ts';
import type { Zip } from './zip.ts';

/** Bytes of the part: texts of more are for CSV. */
const LARGEST = 256 * 1024 * 1024;

export async function readSharedStrings(zip: Zip, part: string): Promise<readonly string[]> {
  if (zip.size(part) > LARGEST)
    throw new ImportError(
      `expected at most ${LARGEST} bytes of text in a workbook, got ${zip.size(part)}: save the sheet as CSV`,
    );
  const strings: string[] = [];
  const text = new RichText();
  await readWholeXml(zip.unpack(part), part, {
    open(name) {
      text.open(name);
    },
    close(name) {
      if (name === 'si') strings.push(text.take());
      else text.close(name);
    },
    text(each) {
      text.add(each);
    },
  });
  return strings;
}

/** Collects the text of `si` and `is`: all `t`, but for those that tell how a word is read aloud (`rPh`). */
export class RichText {
  #text = '';
  #inText = false;
  #aloud = false;

  open(name: string): void {
    if (name === 't') this.#inText = true;
    else if (name === 'rPh') this.#aloud = true;
  }

  close(name: string): void {
    if (name === 't') this.#inText = false;
    else if (name === 'rPh') this.#aloud = false;
  }

  add(text: string): void {
    if (this.#inText && !this.#aloud) this.#text += text;
  }

  take(): string {
    const text = unescaped(this.#text);
    this.#text = '';
    return text;
  }
}

/** `_x000D_` stands for a character that XML cannot hold. ECMA-376 part 1, 22.9.2.19. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
