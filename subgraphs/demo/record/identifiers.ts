// Synthetic identifiers: of the right form, with the right check digit but for a few that are wrong. As far as is known
// they are drawn from ranges not in use (IMO numbers from 2, container owners such as ZZQ), so as to name no real ship.
import {
  airWaybillCheckDigit,
  companyCheckDigit,
  containerCheckDigit,
  travelDocumentCheckDigit,
  vesselCheckDigit,
} from '../../kit/identifiers/index.ts';
import type { Identifier } from '../../kit/record/case-record.ts';
import type { Mode } from '../flows/flows.ts';
import type { KnownPlace } from '../places/places.ts';
import type { Random } from '../random/random.ts';
import type { Reporter } from '../reporters/reporters.ts';
import type { Concealment } from './carriage.ts';

/** Share of the checked identifiers that get a wrong check digit. */
const WRONG = 0.02;
/** Prefix and designator of airlines of the region. */
const AIRLINES = [
  ['738', 'VN'],
  ['217', 'TG'],
  ['232', 'MH'],
  ['618', 'SQ'],
  ['160', 'CX'],
  ['784', 'CZ'],
  ['071', 'ET'],
  ['157', 'QR'],
  ['176', 'EK'],
  ['180', 'KE'],
] as const;

/** The identifiers that a record names of what carried the goods. */
export function conveyanceIdentifiers(
  by: Mode,
  how: Concealment,
  at: KnownPlace,
  reporter: Reporter,
  chance: Random,
): Identifier[] {
  switch (by) {
    case 'MARITIME':
      return some(chance, [
        [0.95, () => container(chance)],
        [0.6, () => checked(chance, 'VESSEL_IMO', chance.fill(`${chance.integer(2, 4)}#####`), vesselCheckDigit)],
        [0.5, () => ({ kind: 'BILL_OF_LADING', value: chance.fill(`TST${at.key.slice(0, 3)}########`) })],
        [0.3, () => ({ kind: 'SEAL', value: chance.fill('TS#######') })],
        [0.12, () => checked(chance, 'COMPANY_IMO', chance.fill('99####'), companyCheckDigit)],
      ]);
    case 'AIR': {
      const [prefix, designator] = chance.pick(AIRLINES);
      const cargo = how === 'WITH_LEGITIMATE_CARGO' || how === 'CAGE';
      const waybill = () => checked(chance, 'AIR_WAYBILL', chance.fill('#######'), airWaybillCheckDigit, `${prefix}-`);
      return some(chance, [
        [cargo ? 1 : 0, waybill],
        [cargo ? 0.5 : 0.95, () => ({ kind: 'FLIGHT', value: `${designator}${chance.integer(100, 999)}` })],
      ]);
    }
    case 'ROAD':
      return some(chance, [
        [0.85, () => ({ kind: 'REGISTRATION', value: chance.fill(reporter.plate) })],
        [how === 'WITH_LEGITIMATE_CARGO' ? 0.2 : 0, () => container(chance)],
        [how === 'WITH_LEGITIMATE_CARGO' ? 0.2 : 0, () => ({ kind: 'SEAL', value: chance.fill('TS#######') })],
      ]);
    case 'RAIL':
      return some(chance, [[how === 'WITH_LEGITIMATE_CARGO' ? 0.7 : 0, () => container(chance)]]);
    case 'INLAND_WATER':
      return some(chance, [[0.5, () => ({ kind: 'REGISTRATION', value: chance.fill('MK-####') })]]);
    default:
      return [];
  }
}

/** A passport of no state: its number begins with `SYN`. */
export function travelDocument(chance: Random): Identifier {
  return checked(chance, 'TRAVEL_DOCUMENT', chance.fill('SYN######'), travelDocumentCheckDigit);
}

/** A phone number under country code 999, which ITU-T E.164 holds in reserve: nobody has it. */
export function phone(chance: Random): Identifier {
  const value = `+999${chance.fill('#########')}`;
  return { kind: 'PHONE', value: chance.chance(WRONG) ? value.slice(1) : value };
}

function container(chance: Random): Identifier {
  const owner = chance.pick(['ZZQU', 'XQZU', 'QXXU', 'QQXU', 'XZQU', 'ZQQU']);
  return checked(chance, 'CONTAINER', owner + chance.fill('######'), containerCheckDigit);
}

/** The number with its check digit, now and then with another. */
function checked(
  chance: Random,
  kind: Identifier['kind'],
  number: string,
  checkDigit: (number: string) => string,
  before = '',
): Identifier {
  const right = Number(checkDigit(number));
  const digit = chance.chance(WRONG) ? (right + chance.integer(1, 9)) % 10 : right;
  return { kind, value: `${before}${number}${digit}` };
}

/** Each with its probability. */
function some(chance: Random, each: readonly (readonly [number, () => Identifier])[]): Identifier[] {
  return each.flatMap(([share, make]) => (chance.chance(share) ? [make()] : []));
}
