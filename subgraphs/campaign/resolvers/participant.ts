// Participants, and whether their feeds are being read.
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

export const feedStateResolvers: FeedStateResolvers = {
  cases: ({ participant }, _, { held }) => held.load(participant.code),
};
