// Which encoding a text is in, where nobody says. UTF-8 proves itself: other text almost never fits its pattern.
// GB 18030 and Windows-1252 do not, so their characters are counted.
import { ImportError } from '../errors.ts';
import type { Source } from './source.ts';

export type Encoding = string;

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Bytes that Windows-1252 gives no character. */
const UNUSED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
/** Characters of GB 18030 that are looked at. */
const ENOUGH = 200_000;

/**
 * The name of an encoding as the WHATWG list has it, for example `windows-1258`.
 * @throws ImportError where there is none of that name.
 */
export function encodingNamed(label: string): Encoding {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new ImportError(`expected an encoding such as utf-8, windows-1252 or gb18030, got ${label}`);
  }
}

/**
 * By its byte order mark; else UTF-8, where all of it is; else GB 18030, where all of it is and its characters are those
 * that Chinese text is made of; else Windows-1252. Of a source that gives its bytes once, the head decides.
 * @throws ImportError where it is none of these.
 */
export async function recognise(source: Source): Promise<Encoding> {
  const { head } = source;
  for (const [encoding, mark] of MARKS)
    if (mark.every((byte, index) => head[index] === byte)) return await proven(source, encoding);
  // In UTF-16 every letter of the alphabet has one; a text that merely holds some has bad cells.
  const start = head.subarray(0, 4096);
  if (start.filter((byte) => byte === 0).length > start.length / 5)
    throw new ImportError(
      'expected text, got bytes of zero: a text in UTF-16 needs a byte order mark, or --encoding utf-16le',
    );
  if (await fits(source, 'utf-8')) return 'utf-8';
  if ((await fits(source, 'gb18030')) && (await looksChinese(source))) return 'gb18030';
  const unused = await unusedByte(source);
  if (unused === undefined) return 'windows-1252';
  throw new ImportError(
    `expected text in UTF-8, UTF-16 with a byte order mark, GB 18030 or Windows-1252, got a byte ${unused} that none of them has: name the encoding with --encoding`,
  );
}

async function proven(source: Source, encoding: Encoding): Promise<Encoding> {
  if (await fits(source, encoding)) return encoding;
  throw new ImportError(`expected a file in ${encoding}, as its byte order mark says, got other bytes`);
}

/** Whether every byte belongs to a character of the encoding. The last character of a head may be cut in two. */
export async function fits(source: Source, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of bytesOf(source)) decoder.decode(chunk, { stream: true });
    if (source.again) decoder.decode();
    return true;
  } catch {
    return false;
  }
}

async function unusedByte(source: Source): Promise<string | undefined> {
  for await (const chunk of bytesOf(source))
    for (const byte of chunk) if (UNUSED.has(byte)) return `0x${byte.toString(16).toUpperCase()}`;
  return undefined;
}

async function* bytesOf(source: Source): AsyncGenerator<Uint8Array> {
  if (source.again) yield* source.stream();
  else yield source.head;
}

type Kind = 'letter' | 'common' | 'other';

/**
 * Three characters in four beyond ASCII are of common use, that is marks and the 3,755 characters of level 1 of GB 2312
 * (lead bytes A1 to A3 and B0 to D7, second byte from A1). In Western text two high bytes seldom stand together, and
 * where they do, as in `AÇÃO`, it is between letters of the alphabet: there a character counts for nothing.
 */
async function looksChinese(source: Source): Promise<boolean> {
  let common = 0;
  let all = 0;
  let lead = 0;
  /** The last two characters: a letter, one of common use, or another. */
  let last = 'other' as Kind;
  let lastButOne = 'other' as Kind;
  for await (const chunk of bytesOf(source)) {
    for (const byte of chunk) {
      if (lead === 0 && byte > 0x80) {
        lead = byte;
        continue;
      }
      let now: Kind = isLetter(byte) ? 'letter' : 'other';
      if (lead !== 0) {
        const usual = byte >= 0xa1 && ((lead >= 0xa1 && lead <= 0xa3) || (lead >= 0xb0 && lead <= 0xd7));
        now = usual ? 'common' : 'other';
        all++;
        if (usual) common++;
        lead = 0;
      } else if (now === 'letter' && last === 'common' && lastButOne === 'letter') common--;
      lastButOne = last;
      last = now;
    }
    if (all >= ENOUGH) break;
  }
  return all > 0 && common >= all * 0.75;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}
