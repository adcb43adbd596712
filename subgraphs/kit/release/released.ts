// Which classes of a record reach a caller. Until rights and release reach the owner, this subgraph does not know who
// asks: class P1 and the audience are given to nobody, the rest to whoever the gateway lets ask.
import type { WithheldField } from '../generated/resolvers.ts';
import type { CaseRow } from '../store/case-row.ts';

/** Classes of domain.md; AUDIENCE is the list of who a record is released to. P2 is in no schema. */
export type FieldClass = 'N0' | 'N1' | 'N2' | 'P1' | 'AUDIENCE';

/** The fields below a case that are class P1 whatever the record. */
const NOMINAL = [
  'suspects.name',
  'suspects.dateOfBirth',
  'suspects.identifiers',
  'suspects.address',
  'suspects.company',
];

export function isReleased(fieldClass: FieldClass): boolean {
  return fieldClass !== 'P1' && fieldClass !== 'AUDIENCE';
}

/** The narrative, where its class is released. */
export function releasedNarrative(row: Pick<CaseRow, 'narrative' | 'narrative_class'>): string | null {
  return row.narrative_class !== null && isReleased(row.narrative_class) ? row.narrative : null;
}

/**
 * The fields withheld from the caller, by class. A narrative that is not shown is listed whether there is none or it is
 * of class P1: the list never tells that a value exists.
 * @param askAt contact point of the owner.
 */
export function withheldFields(
  row: Pick<CaseRow, 'narrative' | 'narrative_class'>,
  askAt: string | undefined,
): WithheldField[] {
  if (isReleased('P1')) return [];
  const fields = releasedNarrative(row) === null ? ['narrative', ...NOMINAL] : NOMINAL;
  return fields.map((field) => ({ field, rule: 'P1', askAt: askAt ?? null }));
}
