// Reads a file that somebody else may have put there: a regular file of bounded size, or nothing. A pipe would hold the
// process until somebody writes to it, a device may never end.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** 4 MiB. */
export const LONGEST_FILE = 4 * 1_048_576;

/** A file that is there and not taken; `code` is `EISDIR`, `ENOTFILE` or `EFBIG`. */
export class UnreadableFile extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'UnreadableFile';
    this.code = code;
  }
}

/**
 * The bytes of a regular file; symbolic links are followed.
 * @throws UnreadableFile where it is a folder, pipe, socket or device, or longer than `maxBytes`.
 * @throws NodeJS.ErrnoException as `openSync`.
 */
export function readBytes(file: string, maxBytes = LONGEST_FILE): Buffer {
  // Without O_NONBLOCK, to open a pipe waits for its writer.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const state = fstatSync(descriptor);
    if (state.isDirectory()) throw new UnreadableFile('EISDIR', `${file}: expected a file, got a folder`);
    if (!state.isFile()) throw new UnreadableFile('ENOTFILE', `${file}: expected a file, got a pipe, socket or device`);
    // One byte more than it had: a file that grows meanwhile is seen to.
    const bytes = Buffer.alloc(Math.min(state.size, maxBytes) + 1);
    const parts: Buffer[] = [];
    for (let length = 0; ; ) {
      const got = readSync(descriptor, bytes);
      if (got === 0) return Buffer.concat(parts, length);
      length += got;
      if (length > maxBytes) throw new UnreadableFile('EFBIG', `${file}: expected at most ${maxBytes} bytes, got more`);
      parts.push(Buffer.from(bytes.subarray(0, got)));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** As `readBytes`, as UTF-8 text. */
export function readText(file: string, maxBytes = LONGEST_FILE): string {
  return readBytes(file, maxBytes).toString('utf8');
}
