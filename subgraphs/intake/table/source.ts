// Where the bytes of a table come from: a file, which can be read again and again, or standard input, which cannot.
import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { ImportError } from '../errors.ts';

/** What is looked at to tell what the bytes are, where they cannot be read twice. */
const HEAD = 4 * 1024 * 1024;
/** A workbook is read from its end, so one from standard input is held whole. */
const LONGEST_HELD = 256 * 1024 * 1024;

export interface Source {
  /** The first bytes: all of them, or at least 64 KiB. */
  readonly head: Buffer;
  /** Bytes in all; undefined where that only shows at the end. */
  readonly size: number | undefined;
  /** Whether `stream` may be called more than once. */
  readonly again: boolean;
  stream(): AsyncIterable<Uint8Array>;
  /** Reads anywhere; whoever asks is bound to close it. */
  random(): Promise<RandomAccess>;
}

export interface RandomAccess {
  readonly size: number;
  read(position: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * @param input read instead of a file.
 * @throws ImportError where the file cannot be read.
 */
export async function openSource(file: string, input?: AsyncIterable<Uint8Array>): Promise<Source> {
  try {
    if (input !== undefined) return await once(input);
    // A pipe gives its bytes once only.
    if (!statSync(file).isFile()) return await once(createReadStream(file));
    return await ofFile(file);
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(`expected a readable file, got ${(error as Error).message}`, { cause: error });
  }
}

async function ofFile(file: string): Promise<Source> {
  const { size } = statSync(file);
  const access = await randomFile(file);
  const head = await access.read(0, Math.min(size, 64 * 1024));
  await access.close();
  return { head, size, again: true, stream: () => createReadStream(file), random: () => randomFile(file) };
}

async function randomFile(file: string): Promise<RandomAccess> {
  const handle = await open(file, 'r');
  const { size } = await handle.stat();
  return {
    size,
    async read(position, length) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}

async function once(input: AsyncIterable<Uint8Array>): Promise<Source> {
  const chunks: Buffer[] = [];
  const rest = input[Symbol.asyncIterator]();
  let length = 0;
  let ended = false;
  while (length < HEAD && !ended) {
    const next = await rest.next();
    ended = next.done === true;
    if (next.done === true) break;
    chunks.push(Buffer.from(next.value));
    length += next.value.byteLength;
  }
  const head = Buffer.concat(chunks);
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield head;
    if (!ended) yield* { [Symbol.asyncIterator]: () => rest };
  }
  return {
    head,
    size: ended ? head.length : undefined,
    again: ended,
    stream,
    async random() {
      const parts: Uint8Array[] = [];
      let held = 0;
      for await (const chunk of stream()) {
        held += chunk.byteLength;
        if (held > LONGEST_HELD)
          throw new ImportError(
            `expected a workbook of at most ${LONGEST_HELD} bytes on standard input, got more: import the file itself`,
          );
        parts.push(chunk);
      }
      return inMemory(Buffer.concat(parts));
    },
  };
}

function inMemory(bytes: Buffer): RandomAccess {
  return {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
    close: async () => {},
  };
}
