// Who knows that a record exists: by its profile alone, the same for the hub's `visibleTo` and for one who asks here.
import type { Visibility } from '../generated/resolvers.ts';
import type { Decide } from './decide.ts';
import { type FailureLog, failClosed } from './fail-closed.ts';
import { type Profile, profileKey, type Relation, relationOf, STRANGER } from './profile.ts';

export interface Existence {
  /** Whether people of this agency may know of the record. */
  mayKnow(agency: string, profile: Profile): boolean;
  /** The same for every agency, as the feed says it. The table never gives PHASE: members know as everyone does. */
  visibleTo(profile: Profile): Pick<Visibility, 'scope' | 'participants'>;
}

/** Few profiles are different in what existence is decided by; the bound is for a store that is made to be odd. */
const KEPT = 10_000;

export function existenceOf(decide: Decide, logger: FailureLog): Existence {
  // Neither caller nor day enters here, so answers are kept longer than a request. A failure is not kept.
  const answers = new Map<string, boolean>();

  function knows(profile: Profile, relation: Relation): boolean {
    const key = profileKey(profile, relation);
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = decide({ profile, relation }).allowed;
      if (answers.size >= KEPT) answers.clear();
      answers.set(key, answer);
    }
    return answer;
  }

  function mayKnow(agency: string, profile: Profile): boolean {
    return failClosed(logger, 'existence', false, () => knows(profile, relationOf(agency, profile)));
  }

  return {
    mayKnow,
    visibleTo(profile) {
      if (failClosed(logger, 'existence', false, () => knows(profile, STRANGER)))
        return { scope: 'ALL', participants: [] };
      const { owner, audience, members } = profile;
      const named = failClosed(logger, 'existence', [], () => [...audience, ...members]);
      const knowing = [...new Set(named)].filter((agency) => agency !== owner && mayKnow(agency, profile));
      // The feed's contract has the owner among those listed, whatever fails here.
      return { scope: 'LISTED', participants: [owner, ...knowing].toSorted() };
    },
  };
}
