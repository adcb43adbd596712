// docs/release.md is run: its policies, its faults, its list of classes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIELD_CLASSES, RELEASE_CLASSES } from '#schema/release/classes.ts';
import {
  createReleaseEngine,
  type Profile,
  type ReleaseCaller,
  ReleasePolicyError,
} from '#subgraphs/kit/decision/index.ts';
import { ALL_SCOPES, PROFILE, STATED } from './asking.ts';

const text = readFileSync(new URL('../../../../docs/release.md', import.meta.url), 'utf8');
const [example = '', ...refused] = [...text.matchAll(/```cedar\n(.*?)```(?:\n```text\n(.*?)\n```)?/gs)].map(
  ([, policy = '', fault]) => (fault === undefined ? policy : [policy, fault]),
);

describe('docs/release.md', () => {
  const engine = createReleaseEngine({ extraPolicies: String(example) });
  const read = (caller: Partial<ReleaseCaller> & { agency: string }, profile: Partial<Profile> = {}) => {
    const request = engine.forRequest({ scopes: ALL_SCOPES, ...STATED, ...caller });
    return RELEASE_CLASSES.filter((each) => request.mayRead(each, { ...PROFILE, ...profile }));
  };

  it('shows own policies that do what is said of them', () => {
    expect(read({ agency: 'LA' })).toEqual(['N0', 'N1', 'N2']);
    expect(read({ agency: 'LA', purpose: 'training' })).toEqual(['N0', 'N1']);
    expect(read({ agency: 'LA', purpose: undefined })).toEqual(['N0', 'N1']);
    expect(read({ agency: 'CN', purpose: undefined })).toContain('N2');
    expect(read({ agency: 'VN' })).toContain('P1');
    expect(read({ agency: 'TH' }, { audience: ['TH'] })).not.toContain('P1');
    expect(read({ agency: 'LA' }, { handling: 'H3' })).toEqual(['N0']);
    expect(read({ agency: 'CN' }, { handling: 'H3' })).toEqual([...RELEASE_CLASSES]);
  });

  it('shows five that are refused', () => {
    expect(refused).toHaveLength(5);
  });

  it.each(refused.map((each) => [each[0] ?? '', each[1] ?? '']))('shows how %s is refused', (policy, fault) => {
    let faults: readonly string[] = [];
    try {
      createReleaseEngine({ extraPolicies: policy });
    } catch (error) {
      if (!(error instanceof ReleasePolicyError)) throw error;
      ({ faults } = error);
    }
    expect(faults).toEqual([fault]);
  });

  it('lists every field that is not N0', () => {
    const listed = [...text.matchAll(/^\| ([A-Z_0-9]+) \| (`[A-Z].*`) \|$/gm)].flatMap(([, fieldClass, fields = '']) =>
      fields.split(', ').map((field) => [field.replaceAll('`', ''), fieldClass]),
    );
    const other = Object.entries(FIELD_CLASSES).filter(([, fieldClass]) => fieldClass !== 'N0');
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(other));
  });
});
