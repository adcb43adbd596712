// The hub's executable schema, built from the roster: a type for each participant that reports cases.
import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { reportingParticipants } from '#schema/roster/roster.ts';
import { scalars } from '#schema/scalars/scalars.ts';
import type { HubContext } from './context.ts';
import type { Members } from './directory/directory.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { activityResolvers, campaignResolvers, phaseResolvers } from './resolvers/campaign.ts';
import {
  caseConnectionResolvers,
  caseResolvers,
  pageInfoResolvers,
  participantCaseResolvers,
} from './resolvers/case.ts';
import { countListed } from './resolvers/listed.ts';
import { feedStateResolvers, participantResolvers } from './resolvers/participant.ts';
import { queryResolvers } from './resolvers/query.ts';
import { countResolvers, statisticsResolvers } from './resolvers/statistics.ts';

export interface HubSchema {
  readonly schema: GraphQLSchema;
  /** As published; `hubSdl` of the same roster. */
  readonly sdl: string;
}

/** The resolvers keep to this roster, so that types and answers always agree. */
export function hubSchema(members: Members): HubSchema {
  const sdl = hubSdl(members.roster);
  const document = parse(sdl);
  const declared = new Set(
    document.definitions.flatMap((node) => ('name' in node && node.name ? [node.name.value] : [])),
  );
  const resolvers: Resolvers = {
    ...Object.fromEntries(Object.entries(scalars).filter(([name]) => declared.has(name))),
    Query: queryResolvers(members),
    Campaign: campaignResolvers(members),
    Phase: phaseResolvers(members),
    Activity: activityResolvers(members),
    Participant: participantResolvers(members),
    FeedState: feedStateResolvers,
    Case: caseResolvers(members),
    CaseConnection: caseConnectionResolvers,
    PageInfo: pageInfoResolvers,
    Statistics: statisticsResolvers(members),
    Count: countResolvers,
  };
  const caseTypes = reportingParticipants(members.roster).map(
    ({ caseType }) => [caseType, participantCaseResolvers(caseType, members)] as const,
  );
  // The library types resolvers by name alone; these are typed by the generated `Resolvers`.
  const byType = { ...resolvers, ...Object.fromEntries(caseTypes) } as GraphQLResolverMap<HubContext>;
  const schema = buildSubgraphSchema([{ typeDefs: document, resolvers: byType }]);
  countListed(schema);
  return { schema, sdl };
}
