// The release of one request: the engine and the phases as they are when it begins, for its caller.
import type { Caller, GatewayCaller } from '#trust/assertion/index.ts';
import type { RequestRelease } from '../decision/index.ts';
import type { FollowedPhases } from './phases.ts';
import type { FollowedEngine } from './policies.ts';
import { type Records, recordsOf } from './records.ts';

export interface Release {
  readonly engine: FollowedEngine;
  readonly phases: FollowedPhases;
}

/** Of one that is let in for the feed alone: it knows of no record. */
const NOTHING: RequestRelease = {
  mayKnow: () => false,
  mayRead: () => false,
  mayReadField: () => false,
  withheld: () => [],
};

export function recordsFor(owner: string, { engine, phases }: Release, caller: Caller): Records {
  const release = caller.kind === 'gateway' ? engine.current.forRequest(askedBy(caller)) : NOTHING;
  return recordsOf({ owner, release, phases: phases.current });
}

function askedBy({ agency, scopes, purpose, caseReference }: GatewayCaller) {
  return { agency, scopes, purpose: purpose ?? undefined, caseReference: caseReference ?? undefined };
}
