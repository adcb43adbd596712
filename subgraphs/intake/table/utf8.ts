// Bytes to text, strictly: a byte that is not UTF-8 would become a replacement character, and a name would be lost.
import type { Hash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { ImportError } from '../errors.ts';

/**
 * Decodes UTF-8, with or without a byte order mark, and feeds the bytes to `hash`.
 * @throws ImportError at the first byte that is not UTF-8.
 */
export async function* decodeUtf8(source: AsyncIterable<Uint8Array>, hash?: Hash): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of source) {
      hash?.update(chunk);
      const text = decoder.decode(chunk, { stream: true });
      bytes += chunk.byteLength;
      if (text !== '') yield text;
    }
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ImportError(`expected a file in UTF-8, got other bytes behind byte ${bytes}`, { cause: error });
  }
}

/**
 * Reads a file through once, so that a wrong encoding is told before anything is written.
 * @throws ImportError where the file cannot be read, or is not UTF-8.
 */
export async function checkUtf8(file: string): Promise<void> {
  try {
    // A pipe gives its bytes once only.
    if (statSync(file).isFIFO()) return;
    for await (const text of decodeUtf8(createReadStream(file))) void text;
  } catch (error) {
    if (error instanceof ImportError) throw new ImportError(`${file}: ${error.message}`, { cause: error });
    throw new ImportError(`expected a readable file, got ${(error as Error).message}`, { cause: error });
  }
}
