// The release engine of one participant: made once at start, asked in every request. It decides from a record's
// profile, never from its values, and releases nothing that it cannot decide.
import type { ReleasePath } from '#schema/release/paths.ts';
import type { Participant } from '#schema/roster/roster.ts';
import { standardErrorLogger } from '../server/logger.ts';
import type { ReleaseCaller } from './caller.ts';
import { compilePolicies } from './compile.ts';
import { type Decide, deciderOf } from './decide.ts';
import { type Existence, existenceOf } from './existence.ts';
import type { FailureLog } from './fail-closed.ts';
import type { NamedPolicy } from './parse.ts';
import type { Profile } from './profile.ts';
import { remembering } from './remember.ts';
import { type RequestRelease, releaseForRequest } from './request.ts';
import { type Sight, whoSees } from './who-sees.ts';

export interface ReleaseEngineOptions {
  /** Cedar text of the participant's own policies. They may forbid reading by class, and nothing else. */
  readonly extraPolicies?: string | undefined;
  /** Where to ask for what is withheld, from the roster. */
  readonly contactPoint?: string | undefined;
  /** Every field that can be withheld, where the participant adds to those of the contract. */
  readonly paths?: readonly ReleasePath[] | undefined;
  /** Told why a decision failed. Default: standard error. */
  readonly logger?: FailureLog | undefined;
  /** Day of a request, YYYY-MM-DD. Default: today, UTC. */
  readonly today?: (() => string) | undefined;
}

export interface ReleaseEngine {
  /** Answers for one caller, remembered for one request; the day is that of this call. */
  forRequest(caller: ReleaseCaller): RequestRelease;
  /** Who may know of a record, for the feed. Where that cannot be decided: the owner alone. */
  readonly visibleTo: (profile: Profile) => ReturnType<Existence['visibleTo']>;
  /** Who could read what of a record today. Supporters are left out: their kind opens no case. */
  whoSees(profile: Profile, roster: readonly Pick<Participant, 'code' | 'kind'>[]): Sight[];
}

/**
 * Reads and validates the release table and the participant's own policies.
 * @throws ReleasePolicyError that names each policy that cannot be taken.
 */
export function createReleaseEngine(options: ReleaseEngineOptions = {}): ReleaseEngine {
  const policies = compilePolicies({ own: options.extraPolicies ?? '' });
  const decide = remembering(deciderOf(policies));
  return engineOver(
    { decide, decideByTable: deciderOf({ ...policies, all: policies.table }), own: policies.own },
    options,
  );
}

/** What an engine decides with. */
export interface Deciders {
  readonly decide: Decide;
  /** As if the participant had no policies of its own. */
  readonly decideByTable: Decide;
  readonly own: readonly NamedPolicy[];
}

/** An engine over any way to decide. */
export function engineOver(
  deciders: Deciders,
  { contactPoint, paths, logger = standardErrorLogger('release'), today = todayUtc }: ReleaseEngineOptions,
): ReleaseEngine {
  const { decide } = deciders;
  const existence = existenceOf(decide, logger);
  return {
    forRequest: (caller) =>
      releaseForRequest({ decide, existence, caller, today: today(), contactPoint, paths, logger }),
    visibleTo: (profile) => existence.visibleTo(profile),
    whoSees: (profile, roster) => whoSees(profile, roster, { ...deciders, today: today(), logger }),
  };
}

function todayUtc(): string {
  return new Date().toISOString().slice(0, 10);
}
