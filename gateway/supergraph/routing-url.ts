// Where a subgraph may be: over plain http on this machine only; elsewhere the line must be protected.
import { isIP } from 'node:net';

/** Nothing where `url` may be called, else what is wrong with it. */
export function routingUrlFault(url: string): string | undefined {
  if (!URL.canParse(url)) return `expected a URL, got ${url}`;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'expected a routing URL without a user, got one with';
  if (protocol === 'https:') return undefined;
  if (protocol !== 'http:') return `expected a routing URL with http or https, got ${protocol}`;
  return isLoopback(hostname) ? undefined : `expected https off this machine, got http to ${hostname}`;
}

export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
