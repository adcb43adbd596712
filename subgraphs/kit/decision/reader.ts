// What one caller may read by class, each question asked once. It belongs to one caller and one request.
import type { ReleaseClass } from '#schema/release/classes.ts';
import type { ReleaseCaller } from './caller.ts';
import type { Decide } from './decide.ts';
import { type FailureLog, failClosed } from './fail-closed.ts';
import { type Profile, profileKey, relationOf } from './profile.ts';

/** Whether the caller may read fields of this class in a record with this profile. Never throws. */
export type Reader = (releaseClass: ReleaseClass, profile: Profile) => boolean;

export interface ReaderParts {
  readonly decide: Decide;
  readonly caller: ReleaseCaller;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
  readonly logger: FailureLog;
}

export function readerOf({ decide, caller, today, logger }: ReaderParts): Reader {
  const answers = new Map<string, boolean>();
  return (releaseClass, profile) =>
    failClosed(logger, releaseClass, false, () => {
      const relation = relationOf(caller.agency, profile);
      const key = `${releaseClass} ${profileKey(profile, relation)}`;
      const known = answers.get(key);
      if (known !== undefined) return known;
      // A failure is kept as well: one line in the log for the request, not one a record.
      answers.set(key, false);
      const { allowed } = decide({ profile, relation, releaseClass, caller, today });
      answers.set(key, allowed);
      return allowed;
    });
}
