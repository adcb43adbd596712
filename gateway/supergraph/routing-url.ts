// Where a subgraph may be: over plain http on this machine only; elsewhere the line must be protected.
import { isLoopback } from '#trust/tls/index.ts';

/**
 * Nothing where `url` may be called, else what is wrong with it.
 * @param tls whether the gateway has a certificate to show there: over https it is always asked for one.
 */
export function routingUrlFault(url: string, tls: boolean): string | undefined {
  if (!URL.canParse(url)) return `expected a URL, got ${url}`;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'expected a routing URL without a user, got one with';
  if (protocol === 'https:') return tls ? undefined : 'expected tls in the configuration for an https URL, got none';
  if (protocol !== 'http:') return `expected a routing URL with http or https, got ${protocol}`;
  return isLoopback(hostname) ? undefined : `expected https off this machine, got http to ${hostname}`;
}
