// What an assertion looks like on the wire: its header, its claims, its times. Signer and verifier both read it here.
import { z } from 'zod';

/** The HTTP header that carries an assertion; its value is the bare JWT. */
export const ASSERTION_HEADER = 'x-campaign-assertion';

/** Header `typ` by kind: one kind is never taken for another (RFC 8725, 3.11). */
export const ASSERTION_TYPES = { gateway: 'campaign-assertion+jwt', feed: 'campaign-feed+jwt' } as const;

/** Issuer by kind where a configuration names no other. */
export const DEFAULT_ISSUERS = { gateway: 'urn:campaign:gateway', feed: 'urn:campaign:hub' } as const;

export type AssertionKind = keyof typeof ASSERTION_TYPES;

/** Seconds from `iat` to `exp`, at most. */
export const LIFETIME_S = 60;

/** How long a signer hands out the same assertion: half its life, so that a slow clock or call finds it still good. */
export const REUSE_MS = 30_000;

/** How far the signer's clock may run ahead of the verifier's. Nothing is added to `exp`. */
export const CLOCK_AHEAD_S = 5;

/** Longest assertion taken, in characters: a header of 16 KiB is the most that Node takes. */
export const MAX_LENGTH = 8192;

const text = z.string().min(1).max(512);
const seconds = z.int().nonnegative();

/** Scopes in one string with single spaces (RFC 6749, 3.3); the empty string is none. */
const scope = z.string().regex(/^$|^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/);

const times = { iss: text, aud: text, iat: seconds, exp: seconds, jti: z.uuid() };

/** Claims by kind. A claim that is not named here is ignored, so that a newer gateway may add one. */
export const CLAIMS = {
  gateway: z.object({
    ...times,
    sub: text,
    agency: text,
    scope,
    purpose: text.optional(),
    case_reference: text.optional(),
  }),
  feed: z.object(times),
} as const;

export type GatewayClaims = z.output<typeof CLAIMS.gateway>;
export type FeedClaims = z.output<typeof CLAIMS.feed>;
