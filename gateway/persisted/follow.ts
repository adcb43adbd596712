// The list of persisted operations in use, read again when a manifest changes. A change that cannot be taken leaves the last
// good one.
import { watchFiles } from '#schema/configuration/watch.ts';
import type { GatewayLogger } from '../operations/logger.ts';
import { type OperationList, readOperations } from './operation-list.ts';

export interface FollowedOperations {
  current(): OperationList;
  /** Looks at the files now, and waits until what they say is in use or refused. */
  check(): Promise<void>;
  close(): void;
}

/**
 * @param onChange called with a new list before it is in use; where it throws, the one before stays.
 * @throws ConfigurationError where a manifest cannot be taken now: a gateway does not start without.
 */
export function followOperations(
  files: readonly string[],
  onChange: (list: OperationList) => Promise<void>,
  logger: GatewayLogger,
  intervalMs?: number,
): FollowedOperations {
  // The watch begins before the first reading: a change during it is seen after it.
  const watch = watchFiles(
    () => files,
    async () => {
      const next = readOperations(files);
      await onChange(next);
      list = next;
      logger.info({ operations: next.operations.length }, 'Persisted operations were loaded');
    },
    (error) => logger.error({ err: error }, 'Persisted operations were not taken; the last good ones stay'),
    intervalMs,
  );
  let list: OperationList;
  try {
    list = readOperations(files);
  } catch (error) {
    watch.close();
    throw error;
  }
  return { current: () => list, check: () => watch.check(), close: () => watch.close() };
}
