// The table of authorization.md, section 2, written out a second time, in plain code: what every cell should answer.
import { CLASS_SCOPE, type ReleaseClass } from '#schema/release/classes.ts';
import type { ReleaseCaller } from '#subgraphs/kit/decision/caller.ts';
import type { Profile } from '#subgraphs/kit/decision/profile.ts';

export const TLPS = ['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'] as const;
export const LAST_DAY = '2026-03-31';

type Readers = 'everyone' | 'members' | 'named';

const TABLE: Record<Profile['tlp'], Record<'know' | Exclude<ReleaseClass, 'AUDIENCE'>, Readers>> = {
  CLEAR: { know: 'everyone', N0: 'everyone', N1: 'members', N2: 'members', P1: 'named' },
  GREEN: { know: 'everyone', N0: 'everyone', N1: 'members', N2: 'members', P1: 'named' },
  AMBER: { know: 'everyone', N0: 'everyone', N1: 'members', N2: 'members', P1: 'named' },
  AMBER_STRICT: { know: 'everyone', N0: 'everyone', N1: 'named', N2: 'named', P1: 'named' },
  RED: { know: 'named', N0: 'named', N1: 'named', N2: 'named', P1: 'named' },
};

/** One question: a class, or `know`, with a caller and a profile. */
export interface Cell {
  readonly asked: ReleaseClass | 'know';
  readonly profile: Profile;
  readonly caller: ReleaseCaller;
  readonly today: string;
}

/** What the table says. */
export function expected({ asked, profile, caller, today }: Cell): boolean {
  const owner = caller.agency === profile.owner;
  const audience = profile.audience.includes(caller.agency);
  if (asked === 'AUDIENCE') return owner || audience;
  const readers = TABLE[profile.tlp][asked];
  const released =
    readers === 'everyone' ||
    owner ||
    (readers === 'named' && audience) ||
    (readers === 'members' && profile.members.includes(caller.agency));
  if (asked === 'know' || asked === 'N0') return released;
  const scope = CLASS_SCOPE[asked];
  if (scope === undefined || !caller.scopes.includes(scope)) return false;
  if (asked === 'P1' && (!isStated(caller.purpose) || !isStated(caller.caseReference))) return false;
  const ended = profile.accessUntil !== undefined && today > profile.accessUntil;
  return released && (owner || !ended);
}

function isStated(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

const BOTH = [false, true] as const;
const AGENCY = 'VN';

/** Every marking x relation to the record x scopes x statement x day, for one class or for existence. */
export function* cellsOf(asked: Cell['asked'], handling: Profile['handling'] = 'H0'): Generator<Cell> {
  for (const tlp of TLPS) {
    for (const [owner, inAudience, member] of BOTH.flatMap((a) =>
      BOTH.flatMap((b) => BOTH.map((c) => [a, b, c] as const)),
    )) {
      const profile = {
        owner: owner ? AGENCY : 'CN',
        tlp,
        handling,
        audience: inAudience ? ['LA', AGENCY] : ['LA'],
        members: member ? ['CN', AGENCY] : ['CN'],
      };
      for (const caller of callers(AGENCY)) {
        yield { asked, profile, caller, today: '2026-03-31' };
        yield { asked, profile: { ...profile, accessUntil: LAST_DAY }, caller, today: '2026-03-31' };
        yield { asked, profile: { ...profile, accessUntil: LAST_DAY }, caller, today: '2026-04-01' };
      }
    }
  }
}

function* callers(agency: string): Generator<ReleaseCaller> {
  for (const operational of BOTH) {
    for (const identifiers of BOTH) {
      for (const nominal of BOTH) {
        const scopes = [
          'case:read',
          ...(operational ? ['case:operational'] : []),
          ...(identifiers ? ['case:identifiers'] : []),
          ...(nominal ? ['case:nominal'] : []),
        ];
        yield { agency, scopes };
        yield { agency, scopes, purpose: 'investigation' };
        yield { agency, scopes, caseReference: 'VN-C04-7' };
        yield { agency, scopes, purpose: 'investigation', caseReference: 'VN-C04-7' };
      }
    }
  }
}
