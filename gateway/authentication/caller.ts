// Who asks, as the verified token says, bounded by what its issuer may grant and by its participant's kind.
import type { Participant } from '#schema/roster/roster.ts';

export interface Caller {
  /** Undefined for an anonymous caller. */
  readonly subject: string | undefined;
  /** Code of the participant. */
  readonly agency: string | undefined;
  /** In effect, sorted. */
  readonly scopes: readonly string[];
  /** Stated with this request and allowed by the token. */
  readonly purpose: string | undefined;
  readonly caseReference: string | undefined;
}

/** What a token proves, before a request's own headers. */
export interface Identity {
  readonly subject: string;
  readonly agency: string;
  readonly scopes: readonly string[];
  readonly purposes: readonly string[];
  /** Seconds since the epoch. */
  readonly expires: number;
}

export const ANONYMOUS: Caller = {
  subject: undefined,
  agency: undefined,
  scopes: [],
  purpose: undefined,
  caseReference: undefined,
};

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A purpose that the token does not name is none; so is a header that stands twice. */
export function callerOf(identity: Identity, headers: Headers): Caller {
  const purpose = headers['x-purpose'];
  const reference = headers['x-case-reference'];
  return {
    subject: identity.subject,
    agency: identity.agency,
    scopes: identity.scopes,
    purpose: typeof purpose === 'string' && identity.purposes.includes(purpose) ? purpose : undefined,
    caseReference: typeof reference === 'string' && /^[\x20-\x7e]{1,200}$/.test(reference) ? reference : undefined,
  };
}

/** Scopes that a participant of this kind may have; undefined for any. */
export function scopesOfKind(kind: Participant['kind']): readonly string[] | undefined {
  return kind === 'SUPPORTER' ? ['statistics:read'] : undefined;
}
