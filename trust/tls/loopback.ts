// Whether a host is this machine: the one decision by which a line between processes may go without TLS.
import { isIP } from 'node:net';

/** @param host a name or address, IPv6 with or without its brackets. Anything in doubt is another machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
