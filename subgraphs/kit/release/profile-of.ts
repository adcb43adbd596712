// The release profile of a stored case: its own marking, and what the campaign files say of its phase.
import type { Profile } from '../decision/index.ts';
import type { CaseRow } from '../store/case-row.ts';
import type { Phases } from './phases.ts';

export type MarkedCase = Pick<CaseRow, 'tlp' | 'handling' | 'phase' | 'narrative_class'>;

/** @param audience codes of the participants that the case is released to by name. */
export function profileOf(owner: string, row: MarkedCase, audience: readonly string[], phases: Phases): Profile {
  const { members, accessUntil } = phases.of(row.phase);
  return {
    owner,
    tlp: row.tlp,
    handling: row.handling,
    audience,
    members,
    ...(accessUntil === undefined ? {} : { accessUntil }),
    ...(row.narrative_class === null ? {} : { narrativeClass: row.narrative_class }),
  };
}
