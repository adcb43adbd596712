// Replaces a file whole: a reader sees the old text or the new one, never a part.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes `text` beside `file`, makes it durable and renames it over `file`. Folders are made as needed. */
export function writeWhole(file: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.new`;
  const descriptor = openSync(beside, 'w', mode);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
}

/** As `writeWhole`, but leaves a file alone that holds `text` already. Returns whether it wrote. */
export function writeIfChanged(file: string, text: string, mode?: number): boolean {
  try {
    if (readFileSync(file, 'utf8') === text) return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  writeWhole(file, text, mode);
  return true;
}
