// Where a subgraph may listen: on this machine alone, as long as it cannot tell who calls.
import { isIP } from 'node:net';

/**
 * @throws Error where `host` is not a loopback address: a subgraph that is reached from outside needs mutual TLS.
 */
export function requireLoopback(name: string, host: string): void {
  if (host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))) return;
  throw new Error(
    `subgraph ${name}: expected a loopback host (127.0.0.1, ::1 or localhost), got ${host}: other hosts need mutual TLS, which is not there yet`,
  );
}
