// A key set in a file, read again when the file changes.
import { readText } from '#schema/configuration/read-text.ts';
import { watchFiles } from '#schema/configuration/watch.ts';
import type { GatewayLogger } from '../../operations/logger.ts';
import { type KeySet, keptKeys } from './key-set.ts';

export interface FollowFileOptions {
  readonly now?: () => number;
  readonly intervalMs?: number;
}

/** @param onChange called after the set has changed: what was verified with the old one is to be forgotten. */
export function followKeyFile(
  file: string,
  logger: GatewayLogger,
  onChange: () => void,
  options: FollowFileOptions = {},
): KeySet {
  const keys = keptKeys(file, options.now ?? Date.now, onChange);
  const read = () => {
    try {
      keys.take(readText(file));
    } catch (error) {
      keys.lose();
      logger.error({ file, err: error }, 'A key set could not be read; the last one stays for ten minutes');
    }
  };
  // The watch begins before the first reading: a change between the two is seen after it.
  const watch = watchFiles(
    () => [file],
    () => {
      read();
      onChange();
    },
    (error) => logger.error({ file, err: error }, 'A key set could not be followed'),
    options.intervalMs,
  );
  read();
  return {
    find: keys.find,
    check: () => watch.check(),
    close() {
      keys.close();
      watch.close();
    },
  };
}
