// The caller of an HTTP request, or nothing: 401 with one constant body is the only answer to a bad token.
import type { IncomingMessage } from 'node:http';
import { ANONYMOUS, type Caller, callerOf, type Identity } from './caller.ts';
import { headerValues } from './header-values.ts';
import { TokenError, type Trust, tokenDigest, verifyToken } from './verify-token.ts';

/** Verified tokens that are remembered: a signature costs about 0.1 ms. */
const REMEMBERED = 10_000;

export interface Authenticator {
  /**
   * At once where the token was verified before: most requests wait for nothing.
   * @throws TokenError, or rejects with one, for every request that is not to be answered.
   */
  authenticate(request: Pick<IncomingMessage, 'rawHeaders'>): Caller | Promise<Caller>;
  /** Call on any change of keys or roster: what was verified before may no longer hold. */
  forget(): void;
}

/** @param required whether a request without a token is refused; one with a bad token always is. */
export function authenticator(trust: Trust, required: boolean, now: () => number = Date.now): Authenticator {
  const verified = new Map<string, Identity>();
  let generation = 0;
  const known = (digest: string): Identity | undefined => {
    const identity = verified.get(digest);
    if (!identity || identity.expires > now() / 1_000) return identity;
    verified.delete(digest);
    return undefined;
  };
  const identify = async (token: string, digest: string): Promise<Identity> => {
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
    authenticate({ rawHeaders }) {
      const token = bearerToken(rawHeaders);
      if (token !== undefined) {
        const digest = tokenDigest(token);
        const identity = known(digest);
        if (identity) return callerOf(identity, rawHeaders);
        return identify(token, digest).then((verifiedNow) => callerOf(verifiedNow, rawHeaders));
      }
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
