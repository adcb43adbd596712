// The policies in use, read again when a file of their folder changes. A change that cannot be taken leaves the last good.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { watchFiles } from '#schema/configuration/watch.ts';
import { loadPolicies, type Policies } from './load.ts';

export interface FollowedPolicies {
  current(): Policies;
  /** Looks at the files now. */
  check(): Promise<void>;
  close(): void;
}

interface Logger {
  info(message: string): void;
  error(fields: { readonly err: unknown }, message: string): void;
}

/** @throws PoliciesError where the policies cannot be taken now: a gateway does not start without them. */
export function followPolicies(folder: string, logger: Logger, intervalMs?: number): FollowedPolicies {
  // The watch begins before the first load: a change during it is seen after it.
  const watch = watchFiles(
    () => policyFiles(folder),
    () => {
      policies = loadPolicies(folder);
      logger.info('Policies were loaded');
    },
    (error) => logger.error({ err: error }, 'The policies were not taken; the last good ones stay'),
    intervalMs,
  );
  let policies: Policies;
  try {
    policies = loadPolicies(folder);
  } catch (error) {
    watch.close();
    throw error;
  }
  return { current: () => policies, check: () => watch.check(), close: () => watch.close() };
}

/** A folder that is gone has no files: that is a change as well, and is refused. */
function policyFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.cedar'))
      .toSorted()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
