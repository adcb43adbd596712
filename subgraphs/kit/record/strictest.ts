// Two release profiles that meet in one record: the strictest of both is kept (domain: a merge never lowers a marking).
import { handlingCode, tlp } from '#schema/codes/enums.ts';
import type { ReleaseProfile } from './case-record.ts';

/** Markings combine with AND; only who is in both audiences stays in it. */
export function strictest(one: ReleaseProfile, other: ReleaseProfile): ReleaseProfile {
  const handling = later(handlingCode.options, one.handling, other.handling);
  const words = [...new Set([one.restriction, other.restriction])].filter((each) => each !== undefined);
  const days = [one.reviewOn, other.reviewOn].filter((each) => each !== undefined).toSorted();
  return {
    handling,
    tlp: later(tlp.options, one.tlp, other.tlp),
    audience: one.audience.filter((code) => other.audience.includes(code)),
    ...(words.length > 0 && { restriction: words.join('; ') }),
    ...(days[0] !== undefined && { reviewOn: days[0] }),
  };
}

/** The lists begin with what is least strict. */
function later<Value>(list: readonly Value[], one: Value, other: Value): Value {
  return list.indexOf(one) > list.indexOf(other) ? one : other;
}
