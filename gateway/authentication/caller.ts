// Who asks, as the verified token says, bounded by what its issuer may grant and by its participant's kind.
import type { Participant } from '#schema/roster/roster.ts';
import { headerValues } from './header-values.ts';

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

/** By identity, who states no more: one object, so that what was found out of it once is known. */
const plain = new WeakMap<Identity, Caller>();

/** A purpose that the token does not name is none; so is what a header that stands twice says. */
export function callerOf(identity: Identity, rawHeaders: readonly string[]): Caller {
  const purpose = stated(rawHeaders, 'x-purpose');
  const reference = stated(rawHeaders, 'x-case-reference');
  const known = purpose === undefined && reference === undefined ? plain.get(identity) : undefined;
  if (known) return known;
  const caller: Caller = Object.freeze({
    subject: identity.subject,
    agency: identity.agency,
    scopes: identity.scopes,
    purpose: purpose !== undefined && identity.purposes.includes(purpose) ? purpose : undefined,
    caseReference: reference !== undefined && /^[\x20-\x7e]{1,200}$/.test(reference) ? reference : undefined,
  });
  if (purpose === undefined && reference === undefined) plain.set(identity, caller);
  return caller;
}

function stated(rawHeaders: readonly string[], name: string): string | undefined {
  const values = headerValues(rawHeaders, name);
  return values.length === 1 ? values[0] : undefined;
}

/** Scopes that a participant of this kind may have; undefined for any. */
export function scopesOfKind(kind: Participant['kind']): readonly string[] | undefined {
  return kind === 'SUPPORTER' ? ['statistics:read'] : undefined;
}
