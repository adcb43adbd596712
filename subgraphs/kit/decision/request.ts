// Release for one request: what one caller may know and read. Made anew for each request, never kept for another.
import { type DecidedCoordinate, FIELD_CLASSES, type ReleaseClass, WITH_EXISTENCE } from '#schema/release/classes.ts';
import { type ReleasePath, releasePaths } from '#schema/release/paths.ts';
import type { WithheldField } from '../generated/resolvers.ts';
import { type ReleaseCaller, settled, withRights } from './caller.ts';
import type { Existence } from './existence.ts';
import { failClosed } from './fail-closed.ts';
import { type Profile, profileKey, relationOf } from './profile.ts';
import { type Reader, type ReaderParts, readerOf } from './reader.ts';
import { refusalOf, refusedPaths } from './withheld.ts';

export type Withheld = Readonly<Pick<WithheldField, 'field' | 'rule'>> & { readonly askAt: string | null };

export interface RequestRelease {
  /** Whether the caller may know that the record exists. Ask this first: if not, the record is not there. */
  mayKnow(profile: Profile): boolean;
  mayRead(releaseClass: ReleaseClass, profile: Profile): boolean;
  /** As `mayRead`, by field of the contract: it knows the narrative's own class, and what stands with existence. */
  mayReadField(coordinate: DecidedCoordinate, profile: Profile): boolean;
  /**
   * Fields of the contract that the originator withholds from this caller, in the contract's order. What is closed only
   * for want of a right is not among them: the gateway denies that, with an error.
   */
  withheld(profile: Profile): readonly Withheld[];
}

export interface RequestParts extends ReaderParts {
  readonly existence: Existence;
  /** Where to ask for what is withheld. */
  readonly contactPoint: string | undefined;
  /** Every field that can be withheld; default those of the contract. */
  readonly paths?: readonly ReleasePath[] | undefined;
}

export function releaseForRequest({
  existence,
  contactPoint,
  paths = releasePaths(),
  ...parts
}: RequestParts): RequestRelease {
  const caller = settled(parts.caller);
  const mayRead = readerOf({ ...parts, caller });
  const withRightsOf = readersWithRights(caller, mayRead, parts);
  const lists = new Map<string, readonly Withheld[]>();

  function mayKnow(profile: Profile): boolean {
    return existence.mayKnow(caller.agency, profile);
  }

  function list(profile: Profile): readonly Withheld[] {
    const refused = refusedPaths(paths, ({ coordinate, fieldClass, rightUnasked }) => {
      if (fieldClass === 'AS_REACHED' || standsWithExistence(coordinate)) return undefined;
      // Where the gateway denies nobody, what is closed for want of a right would be a null that nothing explains.
      const reads = rightUnasked === true ? mayRead : withRightsOf(fieldClass === 'NARRATIVE' ? 'N1' : fieldClass);
      return refusalOf(fieldClass, profile.narrativeClass, (releaseClass) => reads(releaseClass, profile));
    });
    return refused.map(({ path, rule }) => ({ field: path, rule, askAt: contactPoint ?? null }));
  }

  return {
    mayKnow,
    mayRead,
    mayReadField(coordinate, profile) {
      if (standsWithExistence(coordinate)) return mayKnow(profile);
      const reads = (releaseClass: ReleaseClass) => mayRead(releaseClass, profile);
      return refusalOf(FIELD_CLASSES[coordinate], profile.narrativeClass, reads) === undefined;
    },
    withheld(profile) {
      const key = failClosed(parts.logger, 'withheld', undefined, () =>
        JSON.stringify([profileKey(profile, relationOf(caller.agency, profile)), profile.narrativeClass]),
      );
      const known = key === undefined ? undefined : lists.get(key);
      if (known !== undefined) return known;
      const made = list(profile);
      if (key !== undefined) lists.set(key, made);
      return made;
    },
  };
}

function standsWithExistence(coordinate: string): boolean {
  return (WITH_EXISTENCE as ReadonlySet<string>).has(coordinate);
}

/** Readers as if the caller held the rights of a class; the caller's own where it holds them. */
function readersWithRights(
  caller: ReleaseCaller,
  own: Reader,
  parts: ReaderParts,
): (releaseClass: ReleaseClass) => Reader {
  const readers = new Map([[JSON.stringify(caller), own]]);
  return (releaseClass) => {
    const asIf = withRights(caller, releaseClass);
    const key = JSON.stringify(asIf);
    const known = readers.get(key);
    if (known !== undefined) return known;
    const reader = readerOf({ ...parts, caller: asIf });
    readers.set(key, reader);
    return reader;
  };
}
