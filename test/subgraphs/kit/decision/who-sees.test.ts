import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RELEASE_CLASSES } from '#schema/release/classes.ts';
import { createReleaseEngine, type Profile } from '#subgraphs/kit/decision/index.ts';
import { parseOwnPolicies } from '#subgraphs/kit/decision/own-policies.ts';
import { waysToRead } from '#subgraphs/kit/decision/ways.ts';
import { PROFILE, STATED } from './asking.ts';
import { TLPS } from './cells.ts';

const ROSTER = [
  ...['CN', 'VN', 'LA', 'AU'].map((code) => ({ code, kind: 'CUSTOMS' as const })),
  { code: 'IFAW', kind: 'SUPPORTER' as const },
];

function lines(profile: Profile, extraPolicies = '', today = '2026-01-01'): string[] {
  return createReleaseEngine({ extraPolicies, today: () => today })
    .whoSees(profile, ROSTER)
    .map(({ agency, releaseClass, scopes, purpose, rules, closedBy }) =>
      [agency, releaseClass, scopes.join('+'), purpose ?? '-', rules.join('+'), ...closedBy].join(' '),
    );
}

describe('whosees', () => {
  it('says for each agency and class what it takes, and by which rule', () => {
    expect(lines(PROFILE)).toEqual([
      'CN N0 case:read - N0.everyone+N0.owner',
      'CN N1 case:read+case:operational - N1.member+N1.owner',
      'CN N2 case:read+case:identifiers - N2.member+N2.owner',
      'CN P1 case:read+case:nominal any P1.owner',
      'CN AUDIENCE case:read - audience.owner',
      'VN N0 case:read - N0.audience+N0.everyone',
      'VN P1 case:read+case:nominal any P1.audience',
      'VN AUDIENCE case:read - audience.audience',
      'LA N0 case:read - N0.everyone',
      'LA N1 case:read+case:operational - N1.member',
      'LA N2 case:read+case:identifiers - N2.member',
      'AU N0 case:read - N0.everyone',
    ]);
  });

  it('says it as of today', () => {
    const ended = lines({ ...PROFILE, accessUntil: '2026-03-31' }, '', '2026-04-01');
    expect(ended.filter((line) => !line.startsWith('CN'))).toEqual([
      'VN N0 case:read - N0.audience+N0.everyone',
      'VN AUDIENCE case:read - audience.audience',
      'LA N0 case:read - N0.everyone',
      'AU N0 case:read - N0.everyone',
    ]);
  });

  it('knows the purposes and scopes that own policies ask for', () => {
    const own = `
      @id("purpose") forbid (principal, action == Action::"readN1", resource)
        unless { context has purpose && context.purpose == "investigation" };
      @id("seals") forbid (principal, action == Action::"readN2", resource)
        unless { principal.scopes.contains("case:seals") };`;
    const laos = lines(PROFILE, own).filter((line) => line.startsWith('LA'));
    expect(laos).toEqual([
      'LA N0 case:read - N0.everyone',
      'LA N1 case:read+case:operational investigation N1.member',
      'LA N2 case:read+case:identifiers+case:seals - N2.member',
    ]);
  });

  it('names the own policy that closes what the table would open', () => {
    const own = '@id("not-laos") forbid (principal == Caller::"LA", action == Action::"readN1", resource);';
    expect(lines(PROFILE, own)).toContain('LA N1 case:read+case:operational - N1.member own policy not-laos');
    expect(lines(PROFILE, own)).toContain('CN N1 case:read+case:operational - N1.member+N1.owner');
  });

  it('names an own policy whose condition it does not follow', () => {
    const own = `@id("own-references") forbid (principal, action == Action::"readN1", resource)
      unless { context has caseReference && context.caseReference like "LA-*" };`;
    expect(lines(PROFILE, own)).toContain('LA N1 case:read+case:operational - N1.member own policy own-references');
  });

  it('takes neither an agency for a purpose nor case:read for a scope to be added', () => {
    const own = parseOwnPolicies(`forbid (principal, action in Action::"read", resource)
      unless { ["CN", "VN"].contains(principal.agency) && principal.scopes.contains("case:read") };`);
    expect(waysToRead(own, new Set(['CN', 'VN']))).toEqual(waysToRead([], new Set()));
    expect(waysToRead([], new Set())).toHaveLength(16);
  });

  it('leaves supporters out: their kind opens no case', () => {
    expect(lines(PROFILE).filter((line) => line.startsWith('IFAW'))).toEqual([]);
  });

  it('is right: whoever goes a way it names may read, and nobody without one may', () => {
    const engine = createReleaseEngine({ today: () => '2026-04-01' });
    const codes = fc.subarray(['CN', 'VN', 'LA', 'AU']);
    const scopes = fc.subarray(['case:operational', 'case:identifiers', 'case:nominal']);
    const last = fc.constantFrom(undefined, '2026-03-31', '2026-04-01');
    fc.assert(
      fc.property(
        fc.constantFrom(...TLPS),
        codes,
        codes,
        last,
        scopes,
        fc.boolean(),
        (tlp, audience, members, accessUntil, held, isStated) => {
          const profile: Profile = { ...PROFILE, tlp, audience, members, accessUntil };
          const sights = engine.whoSees(profile, ROSTER);
          for (const agency of ['CN', 'VN', 'LA', 'AU']) {
            const request = engine.forRequest({ agency, scopes: ['case:read', ...held], ...(isStated ? STATED : {}) });
            for (const each of RELEASE_CLASSES) {
              const way = sights.some(
                (sight) =>
                  sight.agency === agency &&
                  sight.releaseClass === each &&
                  sight.scopes.every((scope) => scope === 'case:read' || held.includes(scope)) &&
                  (sight.purpose === null || isStated),
              );
              expect(request.mayRead(each, profile)).toBe(way);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
