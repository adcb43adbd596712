// The release profile of a record: everything that its release is decided from. It holds no value of the record.
import type { HandlingCode, Tlp } from '../generated/resolvers.ts';

export interface Profile {
  /** Code of the participant that owns the record. */
  readonly owner: string;
  readonly tlp: Tlp;
  readonly handling: HandlingCode;
  /** Codes of the participants that the record is released to by name. */
  readonly audience: readonly string[];
  /** Codes of the members of the record's phase; empty where it is reported to none. */
  readonly members: readonly string[];
  /** Last day, YYYY-MM-DD, on which others read above N0. Absent while none is set. */
  readonly accessUntil?: string | undefined;
  /** Class of the free text. Absent where there is none: it is then treated as P1, so that nobody can tell. */
  readonly narrativeClass?: 'N1' | 'P1' | undefined;
}

/** How an agency stands to a record. */
export interface Relation {
  readonly owner: boolean;
  readonly inAudience: boolean;
  readonly member: boolean;
}

/** Of an agency that has nothing to do with the record. */
export const STRANGER: Relation = { owner: false, inAudience: false, member: false };

/** @throws TypeError where the profile is no profile: an agency without a code stands to nothing. */
export function relationOf(agency: string, { owner, audience, members }: Profile): Relation {
  if (agency === '') throw new TypeError('expected the code of an agency, got none');
  return { owner: agency === owner, inAudience: isListed(agency, audience), member: isListed(agency, members) };
}

function isListed(agency: string, codes: unknown): boolean {
  // A text has `includes` too, and "VNC04" would include "VN".
  if (!Array.isArray(codes)) throw new TypeError(`expected a list of participants, got ${typeof codes}`);
  return codes.includes(agency);
}

/** Text that two profiles share exactly where all that the release schema exposes of them and the relation is equal. */
export function profileKey({ owner, tlp, handling, accessUntil }: Profile, relation: Relation): string {
  return JSON.stringify([owner, tlp, handling, accessUntil, relation.owner, relation.inAudience, relation.member]);
}
