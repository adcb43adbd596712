// Where a query begins.
import type { Members } from '../directory/directory.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { caseById } from './case.ts';

export function queryResolvers(members: Members): QueryResolvers {
  return {
    campaigns: (_, _arguments, { campaigns }) => [...campaigns.campaigns.values()],
    campaign: (_, { code }, { campaigns }) => campaigns.campaigns.get(code) ?? null,
    phase: (_, { id }, { campaigns }) => campaigns.phases.get(id) ?? null,
    participants: () => [...members.participants.values()],
    participant: (_, { code }) => members.participants.get(code) ?? null,
    case: (_, { id }, context) => caseById(id, members, context),
  };
}
