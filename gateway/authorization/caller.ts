// Who asks, as far as rights go: what was verified, nothing that the client merely claims.

export interface Caller {
  /** Whether a token was verified. */
  readonly authenticated: boolean;
  /** Effective scopes: token and issuer and what the participant's kind allows. */
  readonly scopes: ReadonlySet<string>;
  /** Labels of `@policy` that Cedar allowed this caller for this request; see `decideLabels`. */
  readonly labels: ReadonlySet<string>;
}

export const ANONYMOUS: Caller = { authenticated: false, scopes: new Set(), labels: new Set() };
