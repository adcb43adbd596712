// The SDL that a participant publishes: the contract unchanged, its own case type, and its national additions.
import { parse } from 'graphql';
import type { ReportingParticipant } from '../roster/roster.ts';
import { caseTypeOf, contract, subgraphSdl } from './contract.ts';
import { withStricterRights } from './stricter-rights.ts';

/**
 * @param national SDL of the participant's own: `extend type <its case type>` and types that begin with `<CODE>_`. A field
 *   of the contract that it declares again gets its rights besides those of the contract.
 * @throws GraphQLError where `national` is not SDL, or declares a field of the contract otherwise than the contract.
 */
export function participantSdl(participant: Pick<ReportingParticipant, 'caseType'>, national?: string): string {
  const template = caseTypeOf('participant-case', participant.caseType);
  const own =
    national === undefined
      ? { template, national: undefined }
      : withStricterRights(template, parse(national, { noLocation: true }), participant.caseType);
  return subgraphSdl(
    contract('codes'),
    contract('case'),
    contract('feed'),
    own.template,
    ...(own.national === undefined ? [] : [own.national]),
  );
}
