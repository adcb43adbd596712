// Who may know that a record exists, by its release profile alone. Source: authorization.md, "Originator's release".
import type { Visibility } from '../generated/resolvers.ts';
import type { ReleaseProfile } from '../record/case-record.ts';

/** RED is known to the owner and the audience; any other record to every participant. Handling codes change nothing. */
export function visibilityOf(owner: string, release: Pick<ReleaseProfile, 'tlp' | 'audience'>): Visibility {
  if (release.tlp !== 'RED') return { scope: 'ALL', participants: [] };
  return { scope: 'LISTED', participants: [...new Set([owner, ...release.audience])].toSorted() };
}
