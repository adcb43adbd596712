// Participants, and whether their feeds are being read.
import type { Caller } from '#trust/assertion/index.ts';
import type { HubContext } from '../context.ts';
import type { HeldParticipant, Members } from '../directory/directory.ts';
import type { FeedStateResolvers, ParticipantResolvers, ResolversParentTypes } from '../generated/resolvers.ts';

export function participantResolvers(members: Members): ParticipantResolvers {
  return {
    __resolveReference: ({ code }) => {
      const participant = members.participants.get(code);
      return participant === undefined ? null : { ...participant };
    },
    country: ({ country }) => country ?? null,
    caseType: ({ caseType }) => caseType ?? null,
    feed: (participant, _, context) => (participant.caseType === undefined ? null : feedState(participant, context)),
  };
}

export function feedState(participant: HeldParticipant, { feeds }: HubContext): ResolversParentTypes['FeedState'] {
  const { status, lastSeen, cursor } = feeds.of(participant.code);
  return { participant, state: status, lastSeen, cursor };
}

/** How a feed stood at an instant that has passed: the hub keeps no record of it. */
export function stateThen(participant: HeldParticipant): ResolversParentTypes['FeedState'] {
  return { participant, state: 'NOT_KNOWN', lastSeen: null, cursor: null };
}

/** Both would tell when a record arrives that is hidden: for operators alone, whoever lets others through. */
export const feedStateResolvers: FeedStateResolvers = {
  cases: ({ participant }, _, { held, caller }) => (operates(caller) ? held.load(participant.code) : null),
  cursor: ({ cursor }, _, { caller }) => (operates(caller) ? (cursor ?? null) : null),
};

function operates(caller: Caller): boolean {
  return caller.kind === 'gateway' && caller.scopes.includes('operations:read');
}
