// The SDL of the hub: its own types, and the head of each reporting participant's case type.
import { type Roster, reportingParticipants } from '../roster/roster.ts';
import { caseTypeOf, contract, subgraphSdl, withoutUnused } from './contract.ts';

/** Follows the roster: a participant added there is a type more here. */
export function hubSdl(roster: Roster): string {
  const own = contract('campaign');
  const heads = reportingParticipants(roster).map((participant) => caseTypeOf('head-case', participant.caseType));
  return subgraphSdl(withoutUnused(contract('codes'), own), own, ...heads);
}
