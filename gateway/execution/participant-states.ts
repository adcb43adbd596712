// `extensions.participants`: which participants were asked and which of them did not answer, where any did not.
import type { SubgraphRoute } from '../supergraph/compose.ts';
import type { Reports } from '../transport/reports.ts';

export interface ParticipantState {
  readonly code: string;
  readonly state: 'ANSWERED' | 'UNAVAILABLE';
}

/** In the order of the supergraph; undefined where all that were asked have answered. */
export function participantStates(
  { failures, took }: Reports,
  routes: readonly SubgraphRoute[],
): readonly ParticipantState[] | undefined {
  if (failures.size === 0) return undefined;
  const states = routes.flatMap(({ name, participant }): ParticipantState[] => {
    if (participant === undefined || !(took.has(name) || failures.has(name))) return [];
    return [{ code: participant, state: failures.has(name) ? 'UNAVAILABLE' : 'ANSWERED' }];
  });
  return states.some(({ state }) => state === 'UNAVAILABLE') ? states : undefined;
}
