// Checks a typed identifier by the standard of its kind. A wrong one is flagged and kept, never mended or dropped.
import type { Identifier } from '../record/case-record.ts';
import { checkAirWaybill } from './air-waybill.ts';
import { checkCompanyImo } from './company.ts';
import { checkContainer } from './container.ts';
import { checkPhone } from './phone.ts';
import { checkTravelDocument } from './travel-document.ts';
import { checkVesselImo } from './vessel.ts';

export type IdentifierKind = Identifier['kind'];

/** One check a kind; null where there is no standard to check by. */
const CHECKS: Readonly<Record<IdentifierKind, ((value: string) => boolean) | null>> = {
  CONTAINER: checkContainer,
  VESSEL_IMO: checkVesselImo,
  COMPANY_IMO: checkCompanyImo,
  FLIGHT: null,
  AIR_WAYBILL: checkAirWaybill,
  BILL_OF_LADING: null,
  REGISTRATION: null,
  SEAL: null,
  TRAVEL_DOCUMENT: checkTravelDocument,
  PHONE: checkPhone,
};

/** True where form and check digit are right, false where one is wrong, null where the kind has no check. */
export function checkIdentifier(kind: IdentifierKind, value: string): boolean | null {
  const check = CHECKS[kind];
  return check === null ? null : check(value);
}
