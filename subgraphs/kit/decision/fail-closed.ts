// The one place where a failure becomes "nothing is released". The reason goes to the log, never to who asks.
import type { ServerLogger } from '../server/logger.ts';

export type FailureLog = Pick<ServerLogger, 'error'>;

/** What `decide` returns, or `nothing` where it throws. */
export function failClosed<T>(logger: FailureLog, asked: string, nothing: T, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    logger.error({ err: error, asked }, 'release decision failed: nothing is released');
    return nothing;
  }
}
