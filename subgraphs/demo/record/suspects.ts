// Suspects of a case: obviously synthetic persons (`Test Person 0417`) with documents and phones that nobody has.
import type { CaseRecordInput } from '../../kit/record/case-record.ts';
import type { Mode } from '../flows/flows.ts';
import type { Random } from '../random/random.ts';
import { phone, travelDocument } from './identifiers.ts';

export type Suspect = NonNullable<CaseRecordInput['suspects']>[number];

const ROLES: Partial<Record<Mode, readonly string[]>> = {
  MARITIME: ['consignee', 'consignor', 'freight forwarder', 'organiser'],
  RAIL: ['courier', 'passenger'],
  ROAD: ['driver', 'courier', 'organiser', 'consignee'],
  AIR: ['passenger', 'courier', 'consignee'],
  MAIL: ['addressee', 'sender'],
  INLAND_WATER: ['boatman', 'courier', 'organiser'],
};

/** None to three, of the countries on the way. */
export function suspectsOf(by: Mode, countries: readonly string[], seizedOn: string, chance: Random): Suspect[] {
  const roles = ROLES[by] ?? ['organiser'];
  const count = chance.weighted([0, 1, 2, 3], (persons) => [4, 5, 3, 1][persons] ?? 0);
  return chance.sample(roles, count).map((role) => {
    const born = Number(seizedOn.slice(0, 4)) - chance.integer(19, 62);
    const identifiers = [
      ...(chance.chance(0.75) ? [travelDocument(chance)] : []),
      ...(chance.chance(0.6) ? [phone(chance)] : []),
    ];
    return {
      role,
      nationality: chance.pick(countries),
      name: `Test Person ${chance.fill('####')}`,
      dateOfBirth: `${born}-${two(chance.integer(1, 12))}-${two(chance.integer(1, 28))}`,
      ...(identifiers.length > 0 ? { identifiers } : {}),
      ...(chance.chance(0.4) ? { address: `${chance.integer(1, 199)} Example Street, Testville` } : {}),
      ...(role.startsWith('cons') || role === 'freight forwarder'
        ? { company: `Test Trading ${chance.fill('###')} Co.` }
        : {}),
    };
  });
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
