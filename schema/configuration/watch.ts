// Follows files that are replaced whole. Polls their state: watching by inode loses a file at its first rename.
import { createHash } from 'node:crypto';
import { readBytes } from './read-text.ts';

export interface Watch {
  /** Reads the files now and calls `onChange` where their text differs. */
  check(): Promise<void>;
  close(): void;
}

/**
 * Calls `onChange` each time the text of one of `files` differs from what it was. Calls never overlap; a change during a
 * call is seen after it. The process does not stay alive for a watch.
 * @param files asked for anew at each look, so that a list of files may itself change.
 * @param onError gets what `onChange` throws; the watch goes on.
 */
export function watchFiles(
  files: () => readonly string[],
  onChange: () => Promise<void> | void,
  onError: (error: unknown) => void,
  intervalMs = 500,
): Watch {
  let last = digest(files());
  let running: Promise<void> = Promise.resolve();
  let closed = false;
  const look = async () => {
    if (closed) return;
    const now = digest(files());
    if (now === last) return;
    last = now;
    try {
      await onChange();
    } catch (error) {
      onError(error);
    }
  };
  const check = () => {
    running = running.then(look);
    return running;
  };
  const timer = setInterval(() => void check(), intervalMs);
  timer.unref();
  return {
    check,
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}

/** SHA-256 over names and texts; a file that is not there, or not to be read, counts as such. */
function digest(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(file).update('\0');
    try {
      hash.update(readBytes(file));
    } catch (error) {
      hash.update((error as NodeJS.ErrnoException).code ?? 'unreadable');
    }
    hash.update('\0');
  }
  return hash.digest('hex');
}
