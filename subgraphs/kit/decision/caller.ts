// Who asks, as the gateway's assertion says.
import { CLASS_SCOPE, type ReleaseClass } from '#schema/release/classes.ts';

export interface ReleaseCaller {
  /** Code of the participant that the caller acts for. */
  readonly agency: string;
  /** Scopes in effect, matched exactly. */
  readonly scopes: readonly string[];
  /** Stated with the request. Blank is not stated. */
  readonly purpose?: string | undefined;
  readonly caseReference?: string | undefined;
}

/** The caller with blank statements left out, scopes in order and once: equal rights, equal text. */
export function settled({ agency, scopes, purpose, caseReference }: ReleaseCaller): ReleaseCaller {
  return {
    agency,
    scopes: [...new Set(scopes)].toSorted(),
    ...(isBlank(purpose) ? {} : { purpose }),
    ...(isBlank(caseReference) ? {} : { caseReference }),
  };
}

/**
 * The caller as if it held the rights that the contract puts on a field of this class: its scope, and for P1 a stated
 * purpose. Without those the gateway denies the field and says so; the originator withholds nothing by that.
 */
export function withRights(caller: ReleaseCaller, fieldClass: ReleaseClass): ReleaseCaller {
  const scope = CLASS_SCOPE[fieldClass];
  const scopes = scope === undefined ? caller.scopes : [...caller.scopes, scope];
  // A purpose without its case reference is not made whole: whether the gateway lets that pass is not known here, and
  // a null must never be left unexplained.
  const stated =
    fieldClass === 'P1' && caller.purpose === undefined ? { purpose: 'stated', caseReference: 'stated' } : {};
  return settled({ ...caller, ...stated, scopes });
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}
