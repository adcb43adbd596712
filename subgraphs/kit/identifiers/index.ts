// Typed identifiers: the check of each kind, and makers of check digits for those who generate numbers.
export { airWaybillCheckDigit } from './air-waybill.ts';
export { checkIdentifier, type IdentifierKind } from './check.ts';
export { companyCheckDigit } from './company.ts';
export { containerCheckDigit } from './container.ts';
export { travelDocumentCheckDigit } from './travel-document.ts';
export { vesselCheckDigit } from './vessel.ts';
