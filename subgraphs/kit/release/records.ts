// The records that one request has met, each with what the caller may read of it. Every object that is answered belongs
// to a record: of one that does not, nothing is read.
import { type DecidedCoordinate, FIELD_CLASSES, type FieldClass, type ReleaseClass } from '#schema/release/classes.ts';
import type { Profile, RequestRelease } from '../decision/index.ts';
import type { AudienceRow, CaseRow } from '../store/case-row.ts';
import type { Phases } from './phases.ts';
import { profileOf } from './profile-of.ts';

/** A field with the class that its release is decided by. */
export interface ClassedField {
  /** For example `Place.name`, or `VietnamCustomsCase.handedOver` for a national field. */
  readonly coordinate: string;
  readonly fieldClass: FieldClass;
}

export type DisclosedClass = Exclude<ReleaseClass, 'N0'>;

/** What of a record reached the caller, above class N0. */
export interface Disclosure {
  readonly caseId: string;
  readonly revision: number;
  /** How the record is marked. */
  readonly profile: Profile;
  /** Sorted. */
  readonly classes: readonly DisclosedClass[];
  /** Sorted; for example `Suspect.name`. */
  readonly coordinates: readonly string[];
}

export interface Records {
  /**
   * The case, where the caller may know of it; else null, in the same way as where the store has no such case.
   * @param row undefined where the store has none.
   */
  meet(row: CaseRow | undefined, audience: readonly AudienceRow[]): CaseRow | null;
  /** Whether the field may be read in the record that `source` belongs to. What is let through counts as disclosed. */
  mayRead(field: ClassedField, source: unknown): boolean;
  /** Has a value that a field of `source` answered belong to the same record. Returns it. */
  adopt(value: unknown, source: unknown): unknown;
  /** Fields that the originator withholds in the record that this case is. */
  withheld(row: CaseRow): ReturnType<RequestRelease['withheld']>;
  /** One a record, in the order met; for the audit trail. */
  disclosed(): Disclosure[];
  /** Of the same request, anew, with nothing above class N0 let through: for what cannot be put on record. */
  closed(): Records;
}

export interface RecordsParts {
  readonly owner: string;
  readonly release: RequestRelease;
  readonly phases: Phases;
}

interface MetRecord {
  readonly id: string;
  readonly revision: number;
  readonly profile: Profile;
  /** Class by coordinate. */
  readonly disclosed: Map<string, DisclosedClass>;
}

/** For one caller and one request, never kept for another. */
export function recordsOf({ owner, release, phases }: RecordsParts): Records {
  const met: MetRecord[] = [];
  const records = new WeakMap<object, MetRecord>();
  const profiles = new Map<string, Profile>();
  // By profile: a page of cases has few, and each field is looked up once for each of them.
  const decided = new Map<Profile, Map<string, boolean>>();
  const absent: Profile = { owner, tlp: 'RED', handling: 'H0', audience: [], members: [] };

  return {
    meet(row, audience) {
      const codes = audience.map(({ participant }) => participant);
      const profile = row === undefined ? absent : interned(profileOf(owner, row, codes, phases));
      // Asked for what is not there as well: both take the same path.
      const known = release.mayKnow(profile);
      if (row === undefined || !known) return null;
      const { id, revision } = row;
      const record = { id, revision, profile, disclosed: new Map<string, DisclosedClass>() };
      met.push(record);
      records.set(row, record);
      return row;
    },
    mayRead(field, source) {
      const record = recordOf(source);
      if (record === undefined || !decide(field, record.profile)) return false;
      const released = classIn(field.fieldClass, record.profile);
      if (released !== 'N0') record.disclosed.set(field.coordinate, released);
      return true;
    },
    adopt(value, source) {
      const record = recordOf(source);
      if (record !== undefined) own(value, record);
      return value;
    },
    withheld(row) {
      const record = recordOf(row);
      return record === undefined ? [] : release.withheld(record.profile);
    },
    disclosed: () =>
      met.flatMap(({ id, revision, profile, disclosed }) =>
        disclosed.size === 0
          ? []
          : [
              {
                caseId: id,
                revision,
                profile,
                classes: [...new Set(disclosed.values())].toSorted(),
                coordinates: [...disclosed.keys()].toSorted(),
              },
            ],
      ),
    closed: () => recordsOf({ owner, phases, release: openPart(release) }),
  };

  function interned(profile: Profile): Profile {
    const key = JSON.stringify(profile);
    const known = profiles.get(key) ?? profile;
    profiles.set(key, known);
    return known;
  }

  function decide(field: ClassedField, profile: Profile): boolean {
    let answers = decided.get(profile);
    if (answers === undefined) {
      answers = new Map();
      decided.set(profile, answers);
    }
    let allowed = answers.get(field.coordinate);
    if (allowed === undefined) {
      allowed = asked(field, profile);
      answers.set(field.coordinate, allowed);
    }
    return allowed;
  }

  function asked({ coordinate, fieldClass }: ClassedField, profile: Profile): boolean {
    // Its object was reached through a field that was let through.
    if (fieldClass === 'AS_REACHED') return true;
    if (isOfContract(coordinate)) return release.mayReadField(coordinate, profile);
    return fieldClass !== 'NARRATIVE' && release.mayRead(fieldClass, profile);
  }

  function recordOf(source: unknown): MetRecord | undefined {
    return typeof source === 'object' && source !== null ? records.get(source) : undefined;
  }

  function own(value: unknown, record: MetRecord): void {
    if (Array.isArray(value)) {
      for (const each of value) own(each, record);
    } else if (typeof value === 'object' && value !== null) {
      const before = records.get(value);
      if (before !== undefined && before !== record)
        throw new Error('expected an object of one record, got one of two');
      records.set(value, record);
    }
  }
}

/** Of a release, what it lets through of class N0. */
function openPart(release: RequestRelease): RequestRelease {
  return {
    ...release,
    mayRead: (releaseClass, profile) => releaseClass === 'N0' && release.mayRead(releaseClass, profile),
    mayReadField: (coordinate, profile) =>
      FIELD_CLASSES[coordinate] === 'N0' && release.mayReadField(coordinate, profile),
  };
}

function isOfContract(coordinate: string): coordinate is DecidedCoordinate {
  return Object.hasOwn(FIELD_CLASSES, coordinate);
}

/** AS_REACHED counts with the field that led to it. A narrative that is not there counts as the lower of its classes. */
function classIn(fieldClass: FieldClass, { narrativeClass }: Profile): ReleaseClass {
  if (fieldClass === 'AS_REACHED') return 'N0';
  return fieldClass === 'NARRATIVE' ? (narrativeClass ?? 'N1') : fieldClass;
}
