// Where a key set may be: whoever can change it on its way is believed, so off this machine the line must be protected.
import { isLoopback } from '#trust/tls/index.ts';

/** Nothing where a key set may be fetched from `url`, else what is wrong with it. */
export function keySetUrlFault(url: string): string | undefined {
  if (!URL.canParse(url)) return `expected a URL, got ${url}`;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'expected a URL without a user, got one with';
  if (protocol === 'https:') return undefined;
  if (protocol !== 'http:') return `expected a URL with https, got ${protocol}`;
  return isLoopback(hostname) ? undefined : `expected https off this machine, got http to ${hostname}`;
}
