// All resolvers of a participant's subgraph, under the name of its own case type.
import type { GraphQLResolverMap } from '@apollo/subgraph';
import { scalars } from '#schema/scalars/scalars.ts';
import { readFeedPage } from '../feed/page.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import type { SubgraphContext } from '../server/context.ts';
import { forbidden } from '../server/errors.ts';
import { caseResolvers, releaseResolvers } from './case.ts';
import { conveyanceResolvers } from './conveyance.ts';
import { nationalResolver } from './national.ts';
import { suspectResolvers } from './suspect.ts';

/** Entries of a feed page where the caller names no number. */
const PAGE = 500;

const queryResolvers: QueryResolvers = {
  caseFeed: (_, { after, first }, { store, caller, visibleTo }) => {
    // The server refuses it before; a feed that is opened by mistake would show everything.
    if (caller.kind !== 'feed') throw forbidden();
    return readFeedPage(store, visibleTo, { after, first: first ?? PAGE, by: caller.service });
  },
};

/**
 * @param caseType name of the participant's case type.
 * @param nationalFields fields that the participant added to it.
 */
export function participantResolvers(
  caseType: string,
  nationalFields: readonly string[],
): GraphQLResolverMap<SubgraphContext> {
  const national = Object.fromEntries(nationalFields.map((field) => [field, nationalResolver(field)]));
  const resolvers = {
    Query: queryResolvers,
    [caseType]: { ...national, ...caseResolvers },
    Conveyance: conveyanceResolvers,
    Suspect: suspectResolvers,
    Release: releaseResolvers,
    ...scalars,
  };
  // The generated types hold each resolver to the schema; the library's own type is wider and says less.
  return resolvers as GraphQLResolverMap<SubgraphContext>;
}
