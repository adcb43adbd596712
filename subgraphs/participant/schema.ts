// The executable schema of a participant's subgraph: contract, its case type, its national fields.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { nationalAddition } from '#schema/release/national.ts';
import type { ReportingParticipant } from '#schema/roster/roster.ts';
import { guardRecords } from '#subgraphs/kit/release/guard.ts';
import { participantResolvers } from '#subgraphs/kit/resolvers/participant.ts';
import { nationalFields } from './national-sdl.ts';

/** @throws where the national SDL does not fit the contract: a field there already, a type that is not declared. */
export function participantSchema(participant: ReportingParticipant, national: string | undefined): GraphQLSchema {
  const fields = national === undefined ? [] : nationalFields(participant, national);
  const added = national === undefined ? undefined : nationalAddition(parse(national), participant.caseType);
  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(participantSdl(participant, national)),
      resolvers: participantResolvers(participant.caseType, fields),
    },
  ]);
  guardRecords(schema, participant.caseType, added?.classes ?? new Map());
  return schema;
}
