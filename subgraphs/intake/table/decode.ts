// Bytes to text, strictly: a byte that the encoding lacks would become a replacement character, and a name would be lost.
import type { Hash } from 'node:crypto';
import { ImportError } from '../errors.ts';
import type { Encoding } from './encoding.ts';

/**
 * Decodes, with or without a byte order mark, and feeds the bytes to `hash`.
 * @param taken called with the number of bytes read so far.
 * @throws ImportError at the first byte that is no character of the encoding.
 */
export async function* decode(
  source: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  hash?: Hash,
  taken?: (bytes: number) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of source) {
      hash?.update(chunk);
      const text = decoder.decode(chunk, { stream: true });
      bytes += chunk.byteLength;
      taken?.(bytes);
      if (text !== '') yield text;
    }
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ImportError(
      `expected a file in ${encoding}, got other bytes behind byte ${bytes}: name the encoding with --encoding`,
      { cause: error },
    );
  }
}
