// Where log lines go: JSON lines on standard error, because standard output is data. No token, no variable, no value of
// a field is ever logged.
import { destination, type Logger, pino } from 'pino';

/** What the gateway asks of a logger; a pino logger has it. */
export type GatewayLogger = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export function standardErrorLogger(): GatewayLogger {
  return pino({ name: 'gateway', level: 'info' }, destination({ dest: 2, sync: true }));
}
