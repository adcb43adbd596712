// Where a subgraph's log lines go: JSON lines on standard error, because standard output is data.
import { destination, type Logger, pino } from 'pino';

/** What the kit asks of a logger; a pino logger has it. */
export type ServerLogger = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Logs warnings and errors, for a server that was given no logger. */
export function standardErrorLogger(name: string): ServerLogger {
  return pino({ name, level: 'warn' }, destination({ dest: 2, sync: true }));
}
