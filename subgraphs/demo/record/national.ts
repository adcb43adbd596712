// Values of the national fields that some participants add to their own case type (national/*.graphql).
import type { CaseRecordInput } from '../../kit/record/case-record.ts';
import type { Random } from '../random/random.ts';
import { plusDays } from '../schedule/days.ts';
import type { Slot } from '../schedule/schedule.ts';
import type { Way } from './way.ts';

type National = NonNullable<CaseRecordInput['national']>;

/** By key of the place of seizure. */
const DEPARTMENTS: Readonly<Record<string, string>> = {
  VNSGN: 'Ho Chi Minh City',
  VNCLI: 'Ho Chi Minh City',
  VNHAN: 'Hanoi',
  VNHPH: 'Hai Phong',
  VNDAD: 'Da Nang',
  VNVNH: 'Nghe An',
  MONGCAI: 'Quang Ninh',
  LAOCAI: 'Lao Cai',
  HUUNGHI: 'Lang Son',
  CAUTREO: 'Ha Tinh',
  VNLAO: 'Quang Tri',
  MOCBAI: 'Tay Ninh',
  TAYTRANG: 'Dien Bien',
};

const DISTRICTS: Readonly<Record<string, string>> = {
  CNKNM: 'Kunming',
  CNRUI: 'Kunming',
  CNMHN: 'Kunming',
  CNHKM: 'Kunming',
  CNDOX: 'Nanning',
  CNPIN: 'Nanning',
  CNFAN: 'Nanning',
  CNCAN: 'Guangzhou',
  CNNSA: 'Guangzhou',
  CNSZX: 'Shenzhen',
  CNSGH: 'Shanghai',
  CNXMN: 'Xiamen',
  CNERC: 'Hohhot',
};

const STATES: Readonly<Record<string, string>> = {
  AUSYD: 'NSW',
  AUMEL: 'VIC',
  AUBNE: 'QLD',
  AUFRE: 'WA',
  AUPER: 'WA',
};

/** Undefined for a participant without national fields. */
export function nationalOf(
  { reporter, kind, seizedOn }: Slot,
  { seizedAt }: Way,
  chance: Random,
): National | undefined {
  switch (reporter.code) {
    case 'VN': {
      const department = DEPARTMENTS[seizedAt.key];
      const body = kind === 'DRUG' || kind === 'PRECURSOR' ? 'C04' : 'C05';
      return {
        ...(department === undefined ? {} : { provincialDepartment: department }),
        ...(chance.chance(0.4) ? { handedOver: { to: body, on: plusDays(seizedOn, chance.integer(1, 30)) } } : {}),
      };
    }
    case 'CN': {
      const district = DISTRICTS[seizedAt.key];
      return district === undefined ? undefined : { customsDistrict: district };
    }
    case 'AU': {
      const state = STATES[seizedAt.key];
      return state === undefined ? undefined : { state };
    }
    default:
      return undefined;
  }
}
