// What is computed about a record when it is stored: kilogram equivalents and the validity of identifiers.
import { checkIdentifier } from '../identifiers/index.ts';
import { type Kilograms, kilograms } from '../quantities/index.ts';
import type { CaseRecord, Identifier, Seizure } from '../record/case-record.ts';

export interface AssessedSeizure {
  readonly seizure: Seizure;
  /** Undefined where no conversion is defined. */
  readonly equivalent: Kilograms | undefined;
}

/** Each seizure with its kilogram equivalent, computed once for rows and feed. */
export function assessSeizures(record: CaseRecord): AssessedSeizure[] {
  return record.seizures.map((seizure) => ({
    seizure,
    equivalent: seizure.quantity === undefined ? undefined : kilograms(seizure.quantity, seizure.commodity),
  }));
}

/** 1 right, 0 wrong, null where the kind has no check. */
export function assessIdentifier({ kind, value }: Identifier): 0 | 1 | null {
  const valid = checkIdentifier(kind, value);
  return valid === null ? null : valid ? 1 : 0;
}
