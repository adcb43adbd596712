// The caller of an HTTP request, or nothing: 401 with one constant body is the only answer to a bad token.
import type { IncomingMessage } from 'node:http';
import { ANONYMOUS, type Caller, callerOf, type Identity } from './caller.ts';
import { headerValues } from './header-values.ts';
import { TokenError, type Trust, tokenDigest, verifyToken } from './verify-token.ts';

/** Verified tokens that are remembered: a signature costs about 0.1 ms. */
const REMEMBERED = 10_000;

export interface Authenticator {
  /** @throws TokenError for every request that is not to be answered. */
  authenticate(request: Pick<IncomingMessage, 'rawHeaders'>): Promise<Caller>;
  /** Call on any change of keys or roster: what was verified before may no longer hold. */
  forget(): void;
}

/** @param required whether a request without a token is refused; one with a bad token always is. */
export function authenticator(trust: Trust, required: boolean, now: () => number = Date.now): Authenticator {
  const verified = new Map<string, Identity>();
  let generation = 0;
  const identify = async (token: string): Promise<Identity> => {
    const digest = tokenDigest(token);
    const known = verified.get(digest);
    if (known) {
      if (known.expires > now() / 1_000) return known;
      verified.delete(digest);
    }
    const began = generation;
    const identity = await verifyToken(token, trust, now());
    // A key set that changed meanwhile may lack the key that was just used.
    if (began === generation) {
      if (verified.size >= REMEMBERED) verified.delete(verified.keys().next().value ?? '');
      verified.set(digest, identity);
    }
    return identity;
  };
  return {
    async authenticate(request) {
      const token = bearerToken(request.rawHeaders);
      if (token !== undefined) return callerOf(await identify(token), request.rawHeaders);
      if (required) throw new TokenError('expected a token, got none');
      return ANONYMOUS;
    },
    forget() {
      generation += 1;
      verified.clear();
    },
  };
}

/**
 * The token of `Authorization: Bearer` (RFC 6750, 2.1). Looks at the raw headers: node keeps the first of two
 * Authorization headers, and a proxy in front may have looked at the second.
 */
function bearerToken(rawHeaders: readonly string[]): string | undefined {
  const values = headerValues(rawHeaders, 'authorization');
  if (values.length === 0) return undefined;
  const [value = ''] = values;
  if (values.length > 1) throw new TokenError(`expected one Authorization header, got ${values.length}`);
  const token = /^bearer +([\w\-.~+/]+=*) *$/i.exec(value)?.[1];
  if (token === undefined) throw new TokenError('expected Authorization: Bearer, got another form');
  return token;
}
