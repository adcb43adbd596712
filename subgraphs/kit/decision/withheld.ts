// The fields that a record's originator withholds from a caller: by profile and class, never by whether a value exists.
import type { FieldClass, ReleaseClass } from '#schema/release/classes.ts';
import type { ReleasePath } from '#schema/release/paths.ts';
import type { Profile } from './profile.ts';

export type Rule = ReleaseClass;

/** Class that refuses a field of this class, or undefined where it is read. */
export function refusalOf(
  fieldClass: Exclude<FieldClass, 'AS_REACHED'>,
  narrativeClass: Profile['narrativeClass'],
  mayRead: (releaseClass: ReleaseClass) => boolean,
): Rule | undefined {
  if (fieldClass !== 'NARRATIVE') return mayRead(fieldClass) ? undefined : fieldClass;
  // Where N1 is refused the answer is N1 whatever the text's class is, and where there is no text it is that of a text
  // which names persons: else the answer would tell whether there is one.
  if (!mayRead('N1')) return 'N1';
  return narrativeClass === 'N1' || mayRead('P1') ? undefined : 'P1';
}

/** Paths with the rule that refuses each; what stands below a refused path is not named again. */
export function refusedPaths(
  paths: readonly ReleasePath[],
  ruleFor: (path: ReleasePath) => Rule | undefined,
): { path: string; rule: Rule }[] {
  const refused = new Map<string, Rule>();
  let above = '';
  for (const each of paths) {
    if (above !== '' && each.path.startsWith(above)) continue;
    const rule = ruleFor(each);
    if (rule === undefined) continue;
    refused.set(each.path, rule);
    above = `${each.path}.`;
  }
  return [...refused].map(([path, rule]) => ({ path, rule }));
}
