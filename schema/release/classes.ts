// The class of every field of the contract (case.graphql), which the release table decides by. A test holds this
// table equal to the contract's descriptions and rights.

/** What a caller may be let read. N0 to P1 are domain.md's; AUDIENCE is who else the record is released to. */
export const RELEASE_CLASSES = ['N0', 'N1', 'N2', 'P1', 'AUDIENCE'] as const;
export type ReleaseClass = (typeof RELEASE_CLASSES)[number];

/**
 * NARRATIVE is free text, of the record's own class: N1, or P1 where it names persons.
 * AS_REACHED is a field of a type that takes the class of the field that leads to it.
 */
export type FieldClass = ReleaseClass | 'NARRATIVE' | 'AS_REACHED';

/** Scope that a class asks for, here and in the contract's `@requiresScopes`. Undefined where it asks for none. */
export const CLASS_SCOPE: Readonly<Record<ReleaseClass, string | undefined>> = {
  N0: undefined,
  N1: 'case:operational',
  N2: 'case:identifiers',
  P1: 'case:nominal',
  AUDIENCE: undefined,
};

/** By coordinate. A field that leads to an object has the class of the object's being there. */
export const FIELD_CLASSES = {
  'Case.id': 'N0',
  'Case.seizedOn': 'N1',
  'Case.seizures': 'N0',
  'Case.route': 'N0',
  'Case.conveyance': 'N0',
  'Case.concealment': 'N1',
  'Case.detection': 'N1',
  'Case.narrative': 'NARRATIVE',
  'Case.suspects': 'N0',
  'Case.outcome': 'N0',
  'Case.release': 'N0',
  'Seizure.commodity': 'N0',
  'Seizure.quantity': 'N0',
  'Seizure.estimatedValue': 'N0',
  'DrugCommodity.drug': 'N0',
  'DrugCommodity.group': 'N0',
  'DrugCommodity.description': 'N0',
  'PrecursorCommodity.substance': 'N0',
  'PrecursorCommodity.table': 'N0',
  'PrecursorCommodity.description': 'N0',
  'WildlifeCommodity.taxon': 'N0',
  'WildlifeCommodity.appendix': 'N0',
  'WildlifeCommodity.term': 'N0',
  'WildlifeCommodity.description': 'N0',
  'TimberCommodity.taxon': 'N0',
  'TimberCommodity.appendix': 'N0',
  'TimberCommodity.term': 'N0',
  'TimberCommodity.description': 'N0',
  'OtherCommodity.hsCode': 'N0',
  'OtherCommodity.description': 'N0',
  'Quantity.value': 'N0',
  'Quantity.unit': 'N0',
  'Quantity.kilograms': 'N0',
  'Quantity.conversion': 'N0',
  'Money.amount': 'N0',
  'Money.currency': 'N0',
  'Route.origin': 'N0',
  'Route.transit': 'N0',
  'Route.seizedAt': 'N0',
  'Route.destination': 'N0',
  'Place.country': 'N0',
  'Place.locode': 'N1',
  'Place.name': 'N1',
  'Place.latitude': 'N1',
  'Place.longitude': 'N1',
  'Conveyance.mode': 'N0',
  'Conveyance.identifiers': 'N2',
  'Identifier.kind': 'AS_REACHED',
  'Identifier.value': 'AS_REACHED',
  'Identifier.valid': 'AS_REACHED',
  'Concealment.method': 'N1',
  'Concealment.description': 'N1',
  'Detection.method': 'N1',
  'Detection.description': 'N1',
  'Suspect.role': 'N0',
  'Suspect.nationality': 'N1',
  'Suspect.name': 'P1',
  'Suspect.dateOfBirth': 'P1',
  'Suspect.identifiers': 'P1',
  'Suspect.address': 'P1',
  'Suspect.company': 'P1',
  'Outcome.arrests': 'N0',
  'Outcome.charged': 'N0',
  'Outcome.convicted': 'N0',
  'Outcome.sanction': 'N0',
  'Outcome.disposal': 'N0',
  'Release.handling': 'N0',
  'Release.tlp': 'N0',
  'Release.audience': 'AUDIENCE',
  'Release.reviewOn': 'N0',
  'Release.withheld': 'N0',
  'WithheldField.field': 'N0',
  'WithheldField.rule': 'N0',
  'WithheldField.askAt': 'N0',
} as const satisfies Readonly<Record<string, FieldClass>>;

/** Coordinate of a field of the contract, for example `Place.name`. */
export type FieldCoordinate = keyof typeof FIELD_CLASSES;

/** A field that a decision can be asked for: one with a class of its own, and not that of what leads to it. */
export type DecidedCoordinate = {
  [Coordinate in FieldCoordinate]: (typeof FIELD_CLASSES)[Coordinate] extends 'AS_REACHED' ? never : Coordinate;
}[FieldCoordinate];

/**
 * Fields that stand with the record's existence, though their class is N0: no participant's policy closes them, since
 * a record that is known must say how it is released.
 */
export const WITH_EXISTENCE: ReadonlySet<FieldCoordinate> = new Set<FieldCoordinate>([
  'Case.id',
  'Case.release',
  'Release.handling',
  'Release.tlp',
  'Release.reviewOn',
  'Release.withheld',
  'WithheldField.field',
  'WithheldField.rule',
  'WithheldField.askAt',
]);
