// The contract's enums as checks of data. A test holds them equal to schema/contract.
import { z } from 'zod';

export const caseKind = z.enum(['DRUG', 'PRECURSOR', 'WILDLIFE', 'TIMBER', 'OTHER']);
export const caseForm = z.enum(['MINIMAL', 'FULL']);
export const drugGroup = z.enum(['COCAINE', 'OPIATES', 'CANNABIS', 'ATS', 'KETAMINE', 'NPS', 'PRECURSOR', 'OTHER']);
export const precursorTable = z.enum(['TABLE_I', 'TABLE_II']);
export const citesAppendix = z.enum(['I', 'II', 'III']);
export const unit = z.enum([
  'KILOGRAM',
  'GRAM',
  'MILLIGRAM',
  'POUND',
  'TONNE',
  'LITRE',
  'MILLILITRE',
  'PIECE',
  'TABLET',
  'HEAD',
  'CUBIC_METRE',
  'SQUARE_METRE',
  'METRE',
  'SET',
  'PAIR',
  'BAG',
  'BOX',
  'SHIPMENT',
  'UNKNOWN',
]);
export const transportMode = z.enum([
  'NOT_SPECIFIED',
  'MARITIME',
  'RAIL',
  'ROAD',
  'AIR',
  'MAIL',
  'MULTIMODAL',
  'FIXED_INSTALLATION',
  'INLAND_WATER',
  'NOT_APPLICABLE',
]);
export const identifierKind = z.enum([
  'CONTAINER',
  'VESSEL_IMO',
  'COMPANY_IMO',
  'FLIGHT',
  'AIR_WAYBILL',
  'BILL_OF_LADING',
  'REGISTRATION',
  'SEAL',
  'TRAVEL_DOCUMENT',
  'PHONE',
]);
export const concealmentMethod = z.enum([
  'NONE',
  'POSTAL_PARCEL',
  'LUGGAGE',
  'ON_BODY',
  'INTERNAL',
  'CAGE',
  'WITH_LEGITIMATE_CARGO',
  'CONTAINER_STRUCTURE',
  'REEFER_COMPARTMENT',
  'RIP_ON_RIP_OFF',
  'VEHICLE_STRUCTURE',
  'OTHER',
]);
export const detectionMethod = z.enum([
  'SCANNING',
  'RISK_ASSESSMENT',
  'RANDOM_CHECK',
  'SNIFFER_DOG',
  'THIRD_PARTY_INFORMATION',
  'PHYSICAL_EXAMINATION',
  'PATROL',
  'OTHER',
]);
export const handlingCode = z.enum(['H0', 'H1', 'H2', 'H3']);
export const tlp = z.enum(['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED']);
