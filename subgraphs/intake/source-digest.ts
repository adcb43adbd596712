// The digest of a file, before it is read: each change that it makes names it.
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';

/** SHA-256 in hex; undefined for what gives its bytes once only, such as a pipe, and for what cannot be read. */
export async function digestOf(file: string): Promise<string | undefined> {
  try {
    if (!statSync(file).isFile()) return undefined;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Uint8Array);
    return hash.digest('hex');
  } catch {
    // The reader of the table says what is wrong with it.
    return undefined;
  }
}
