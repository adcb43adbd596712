import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { releaseTable } from '#schema/release/policies.ts';
import { compilePolicies } from '#subgraphs/kit/decision/compile.ts';
import { deciderOf } from '#subgraphs/kit/decision/decide.ts';
import { createReleaseEngine, type Profile, type ReleaseEngine } from '#subgraphs/kit/decision/index.ts';
import { STRANGER } from '#subgraphs/kit/decision/profile.ts';
import { ALL_SCOPES, engineWithTable, PROFILE } from './asking.ts';
import { TLPS } from './cells.ts';

const CODES = ['CN', 'VN', 'LA', 'TH', 'VNC04', 'RILOAP', 'AU', 'IFAW'];

const codes = fc.uniqueArray(fc.constantFrom(...CODES));
const profiles: fc.Arbitrary<Profile> = fc.record({
  owner: fc.constantFrom(...CODES),
  tlp: fc.constantFrom(...TLPS),
  handling: fc.constantFrom('H0', 'H1', 'H2', 'H3'),
  audience: codes,
  members: codes,
  accessUntil: fc.constantFrom(undefined, '2020-01-01', '2099-12-31'),
  narrativeClass: fc.constantFrom(undefined, 'N1', 'P1'),
});

/** What the hub makes of a visibility. */
function isVisible(engine: ReleaseEngine, profile: Profile, agency: string): boolean {
  const { scope, participants } = engine.visibleTo(profile);
  if (scope === 'ALL') return true;
  return scope === 'PHASE' ? profile.members.includes(agency) : participants.includes(agency);
}

describe('visibleTo', () => {
  it.each([
    ['the table alone', ''],
    ['own policies that forbid all reading', 'forbid (principal, action in Action::"read", resource);'],
  ])('says of every agency what mayKnow says, with %s', (_, extraPolicies) => {
    const engine = createReleaseEngine({ extraPolicies });
    fc.assert(
      fc.property(profiles, fc.subarray(ALL_SCOPES), (profile, scopes) => {
        for (const agency of CODES) {
          const mayKnow = engine.forRequest({ agency, scopes }).mayKnow(profile);
          expect(isVisible(engine, profile, agency)).toBe(mayKnow);
          expect(mayKnow).toBe(profile.tlp !== 'RED' || agency === profile.owner || profile.audience.includes(agency));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('lists the owner with the audience of a red record, each once and in order', () => {
    const visible = createReleaseEngine().visibleTo({ ...PROFILE, tlp: 'RED', audience: ['VN', 'LA', 'VN', 'CN'] });
    expect(visible).toEqual({ scope: 'LISTED', participants: ['CN', 'LA', 'VN'] });
  });

  it('lists nobody where everyone may know', () => {
    for (const tlp of TLPS.filter((each) => each !== 'RED')) {
      expect(createReleaseEngine().visibleTo({ ...PROFILE, tlp })).toEqual({ scope: 'ALL', participants: [] });
    }
  });

  it('lists whom a rule lets know by being a member', () => {
    const rule =
      '@id("existence.member") permit (principal, action == Action::"know", resource) when { principal.member };';
    const engine = engineWithTable(`${releaseTable()}\n${rule}`);
    expect(engine.visibleTo({ ...PROFILE, tlp: 'RED' })).toEqual({
      scope: 'LISTED',
      participants: ['CN', 'LA', 'TH', 'VN'],
    });
  });

  it('is decided by the table alone, were an own policy about it ever let through', () => {
    const hiding = `${releaseTable()}\n@id("hide") forbid (principal, action == Action::"know", resource);`;
    const decide = deciderOf({ ...compilePolicies({}), all: compilePolicies({ table: hiding }).all });
    expect(decide({ profile: PROFILE, relation: STRANGER }).allowed).toBe(true);
  });

  it('is the same on every day', () => {
    const red: Profile = { ...PROFILE, tlp: 'RED', accessUntil: '2026-03-31' };
    const on = (today: string) => createReleaseEngine({ today: () => today }).visibleTo(red);
    expect(on('2026-04-01')).toEqual(on('2026-03-31'));
  });
});
