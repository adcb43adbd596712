// How the originator releases a case: every TLP and handling code occurs.
import type { CaseRecordInput } from '../../kit/record/case-record.ts';
import type { Random } from '../random/random.ts';
import { plusDays } from '../schedule/days.ts';

type Release = CaseRecordInput['release'];

const TLP = { CLEAR: 5, GREEN: 25, AMBER: 50, AMBER_STRICT: 12, RED: 8 } as const;
const HANDLING = { H0: 50, H1: 30, H2: 15, H3: 5 } as const;
const TLPS = ['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'] as const;
const HANDLINGS = ['H0', 'H1', 'H2', 'H3'] as const;
const RESTRICTIONS = [
  'Not before the controlled delivery is over.',
  'For analysis only; ask before any contact with the carrier.',
  'Not to be shown to private partners.',
];

export interface Released {
  readonly owner: string;
  /** Members of the phase that report cases, the owner among them. */
  readonly members: readonly string[];
  readonly seizedOn: string;
  /** Participant to which no case may be hidden; undefined where some may be. */
  readonly seesAll: string | undefined;
}

export function releaseOf({ owner, members, seizedOn, seesAll }: Released, chance: Random): Release {
  const tlp = chance.weighted(TLPS, (each) => TLP[each]);
  const handling = chance.weighted(HANDLINGS, (each) => HANDLING[each]);
  const strict = tlp === 'AMBER_STRICT' || tlp === 'RED';
  const others = members.filter((each) => each !== owner);
  const named = strict || chance.chance(0.1) ? chance.sample(others, chance.integer(1, 5)) : [];
  if (tlp === 'RED' && seesAll !== undefined && seesAll !== owner) named.push(seesAll);
  const audience = [...new Set(named)].toSorted();
  return {
    handling,
    ...(handling === 'H3' ? { restriction: chance.pick(RESTRICTIONS) } : {}),
    tlp,
    ...(audience.length > 0 ? { audience } : {}),
    ...(strict || chance.chance(0.2) ? { reviewOn: plusDays(seizedOn, 365 * chance.integer(1, 3)) } : {}),
  };
}
