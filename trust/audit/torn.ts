// Puts aside what stands behind the last good line: into a file of its own, durable before the log is shortened.
import { createHash, randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Storage, syncFolder } from './storage.ts';

/** A tail that was put aside. */
export interface TornTail {
  /** Name of the file, in the folder of the log. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

const PIECE = 256 * 1024;

/** @throws the error of the file system; then the log is as it was, or its tail is in both files. */
export async function putAside(storage: Storage, file: string, from: number, at: string): Promise<TornTail> {
  const aside = `${file}.torn-${at.replaceAll(/[:.]/g, '')}-${randomUUID().slice(0, 8)}`;
  const to = await storage.size();
  const hash = createHash('sha256');
  const handle = await open(aside, 'wx', 0o600);
  try {
    for (let position = from; position < to; ) {
      const piece = await storage.read(position, Math.min(PIECE, to - position));
      if (piece.length === 0) throw new Error(`expected ${to} bytes, got ${position}`);
      await handle.writeFile(piece);
      hash.update(piece);
      position += piece.length;
    }
    await handle.sync();
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await syncFolder(file);
  await storage.truncate(from);
  await storage.sync();
  return { file: basename(aside), bytes: to - from, sha256: hash.digest('hex') };
}
