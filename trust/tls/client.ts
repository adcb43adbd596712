// How a client of ours makes a line off this machine: undici's `connect`.
import { TLS_VERSION, type TlsCredentials } from './credentials.ts';

/** The other side's certificate must come from `ca`, be good now, and carry the name of the host that was called. */
export function clientOptions({ ca, cert, key }: TlsCredentials) {
  return {
    ca,
    cert,
    key,
    ...TLS_VERSION,
    rejectUnauthorized: true,
    // A session taken up again would not be held to the authorities of today.
    maxCachedSessions: 0,
  };
}
