// The parts of a zip archive, by its central directory, each unpacked as a stream and never beyond what it declares.
// Nothing is written to disk and no name in the archive is a path.

import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { ImportError } from '../../errors.ts';
import type { RandomAccess } from '../source.ts';

/** Parts of an archive; a workbook has a few dozen. */
const MOST_PARTS = 10_000;
/** Bytes of one part, unpacked: a sheet of a million rows stays well below it. */
const LARGEST_PART = 2 * 1024 ** 3;
const CHUNK = 64 * 1024;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

interface Part {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly at: number;
}

export class Zip {
  readonly #source: RandomAccess;
  readonly #parts: ReadonlyMap<string, Part>;

  private constructor(source: RandomAccess, parts: ReadonlyMap<string, Part>) {
    this.#source = source;
    this.#parts = parts;
  }

  /** @throws ImportError where the archive is damaged, encrypted, or larger than any workbook. */
  static async open(source: RandomAccess): Promise<Zip> {
    const tail = await source.read(Math.max(0, source.size - 65_557), Math.min(source.size, 65_557));
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || tail.length < end + 22 || tail.readUInt32LE(end) !== END) throw damaged('its directory is missing');
    const count = tail.readUInt16LE(end + 10);
    const length = tail.readUInt32LE(end + 12);
    const at = tail.readUInt32LE(end + 16);
    if (count === 0xffff || length === 0xffffffff || at === 0xffffffff)
      throw new ImportError('expected a workbook below 4 GiB, got a larger one: save the sheet as CSV');
    if (count > MOST_PARTS) throw damaged(`it has ${count} parts`);
    if (at + length > source.size) throw damaged('its directory is cut off');
    return new Zip(source, partsIn(await source.read(at, length), count));
  }

  has(name: string): boolean {
    return this.#parts.has(name);
  }

  names(): string[] {
    return [...this.#parts.keys()];
  }

  /** Bytes of a part, unpacked, as its directory declares them. */
  size(name: string): number {
    return this.#parts.get(name)?.unpacked ?? 0;
  }

  /** @throws ImportError where the part is missing, damaged or not as long as declared. */
  async *unpack(name: string): AsyncGenerator<Buffer> {
    const part = this.#parts.get(name);
    if (part === undefined) throw damaged(`it lacks ${name}`);
    if (part.unpacked > LARGEST_PART)
      throw new ImportError(
        `expected parts of at most ${LARGEST_PART} bytes, got ${name} of ${part.unpacked}: save the sheet as CSV`,
      );
    let crc = 0;
    let length = 0;
    const packed = Readable.from(this.#packed(part));
    const unpacked = part.method === 0 ? packed : pipeline(packed, createInflateRaw({ chunkSize: CHUNK }), () => {});
    try {
      for await (const chunk of unpacked as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > part.unpacked) throw damaged(`${name} is longer than it says`);
        crc = crc32(chunk, crc);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof ImportError) throw error;
      throw damaged(`${name} cannot be unpacked (${(error as Error).message})`);
    } finally {
      packed.destroy();
    }
    if (length !== part.unpacked || crc !== part.crc) throw damaged(`${name} is not what it was when it was packed`);
  }

  async *#packed({ at, packed }: Part): AsyncGenerator<Buffer> {
    const local = await this.#source.read(at, 30);
    if (local.length < 30 || local.readUInt32LE(0) !== LOCAL) throw damaged('a part is not where its directory says');
    let from = at + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    for (let left = packed; left > 0; ) {
      const chunk = await this.#source.read(from, Math.min(left, CHUNK));
      if (chunk.length === 0) throw damaged('it is cut off');
      yield chunk;
      from += chunk.length;
      left -= chunk.length;
    }
  }
}

function partsIn(directory: Buffer, count: number): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL) throw damaged('its directory is cut off');
    const flags = directory.readUInt16LE(at + 8);
    const method = directory.readUInt16LE(at + 10);
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    if ((flags & 1) !== 0) throw new ImportError('expected a workbook without a password, got an encrypted one');
    if (parts.has(name)) throw damaged(`it holds ${name} twice`);
    if (method === 0 || method === 8)
      parts.set(name, {
        method,
        crc: directory.readUInt32LE(at + 16),
        packed: directory.readUInt32LE(at + 20),
        unpacked: directory.readUInt32LE(at + 24),
        at: directory.readUInt32LE(at + 42),
      });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return parts;
}

function damaged(what: string): ImportError {
  return new ImportError(`expected a whole workbook, got a damaged one: ${what}`);
}
