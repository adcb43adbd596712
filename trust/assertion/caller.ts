// Who calls a subgraph, as a verified assertion says. A feed caller may read `caseFeed` and nothing else; a gateway
// caller may read everything but `caseFeed`.
import type { FeedClaims, GatewayClaims } from './claims.ts';

/** A person or script behind a gateway. There is no assertion, and so no `Caller`, for someone without a token. */
export interface GatewayCaller {
  readonly kind: 'gateway';
  /** Identity of the gateway that signed. */
  readonly gateway: string;
  readonly subject: string;
  /** Code of the participant that the caller acts for. */
  readonly agency: string;
  /** Effective scopes: token, issuer and participant's kind taken together. */
  readonly scopes: readonly string[];
  readonly purpose: string | null;
  readonly caseReference: string | null;
  /** Id (`jti`) of the assertion; for audit. */
  readonly assertion: string;
}

/** The hub or intelligence, for the case feed alone. */
export interface FeedCaller {
  readonly kind: 'feed';
  readonly service: string;
  readonly assertion: string;
}

export type Caller = GatewayCaller | FeedCaller;

/** Frozen: one verified caller is handed to many requests. */
export function gatewayCaller(claims: GatewayClaims): GatewayCaller {
  return Object.freeze({
    kind: 'gateway',
    gateway: claims.iss,
    subject: claims.sub,
    agency: claims.agency,
    scopes: Object.freeze(claims.scope === '' ? [] : claims.scope.split(' ')),
    purpose: claims.purpose ?? null,
    caseReference: claims.case_reference ?? null,
    assertion: claims.jti,
  });
}

export function feedCaller(claims: FeedClaims): FeedCaller {
  return Object.freeze({ kind: 'feed', service: claims.iss, assertion: claims.jti });
}
