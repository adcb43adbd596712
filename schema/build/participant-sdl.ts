// The SDL that a participant publishes: the contract unchanged, its own case type, and its national additions.
import { parse } from 'graphql';
import type { ReportingParticipant } from '../roster/roster.ts';
import { caseTypeOf, contract, subgraphSdl } from './contract.ts';

/**
 * @param national SDL of the participant's own: `extend type <its case type>` and types that begin with `<CODE>_`.
 * @throws GraphQLError where `national` is not SDL.
 */
export function participantSdl(participant: Pick<ReportingParticipant, 'caseType'>, national?: string): string {
  const own = national === undefined ? [] : [parse(national, { noLocation: true })];
  return subgraphSdl(
    contract('codes'),
    contract('case'),
    contract('feed'),
    caseTypeOf('participant-case', participant.caseType),
    ...own,
  );
}
