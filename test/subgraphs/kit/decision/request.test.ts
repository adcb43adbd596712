import { describe, expect, it } from 'vitest';
import { RELEASE_CLASSES } from '#schema/release/classes.ts';
import { compilePolicies } from '#subgraphs/kit/decision/compile.ts';
import { deciderOf, type ExistenceQuestion, type ReadingQuestion } from '#subgraphs/kit/decision/decide.ts';
import { engineOver } from '#subgraphs/kit/decision/engine.ts';
import { createReleaseEngine } from '#subgraphs/kit/decision/index.ts';
import { ALL_SCOPES, PROFILE, STATED } from './asking.ts';

function counting(options: { today?: () => string } = {}) {
  const asked: (ExistenceQuestion | ReadingQuestion)[] = [];
  const real = deciderOf(compilePolicies({}));
  const decide: typeof real = (question) => {
    asked.push(question);
    return real(question);
  };
  return { asked, engine: engineOver({ decide, decideByTable: decide, own: [] }, options) };
}

describe('a request', () => {
  it('asks each question once, whatever object brings the profile', () => {
    const { asked, engine } = counting();
    const request = engine.forRequest({ agency: 'LA', scopes: ALL_SCOPES });
    for (let row = 0; row < 100; row++) {
      const profile = structuredClone(PROFILE);
      for (const each of RELEASE_CLASSES) request.mayRead(each, profile);
      request.mayKnow(profile);
      request.withheld(profile);
    }
    // Five classes, existence, and P1 as if a purpose were stated.
    expect(asked).toHaveLength(7);
  });

  it('asks once for profiles that differ in people alone, where they stand alike to the caller', () => {
    const { asked, engine } = counting();
    const request = engine.forRequest({ agency: 'LA', scopes: ALL_SCOPES });
    request.mayRead('N1', PROFILE);
    request.mayRead('N1', { ...PROFILE, audience: ['AU', 'NZ'], members: ['LA'] });
    expect(asked).toHaveLength(1);
  });

  it('asks anew for each thing that the release schema exposes', () => {
    const { asked, engine } = counting();
    const request = engine.forRequest({ agency: 'LA', scopes: ALL_SCOPES });
    const others = [
      PROFILE,
      { ...PROFILE, owner: 'LA' },
      { ...PROFILE, owner: 'TH' },
      { ...PROFILE, tlp: 'RED' as const },
      { ...PROFILE, handling: 'H2' as const },
      { ...PROFILE, accessUntil: '2026-01-01' },
      { ...PROFILE, audience: ['LA'] },
      { ...PROFILE, members: [] },
    ];
    for (const profile of others) request.mayRead('N1', profile);
    expect(asked).toHaveLength(others.length);
  });

  it("never answers from another caller's questions", () => {
    const engine = createReleaseEngine();
    const privileged = engine.forRequest({ agency: 'CN', scopes: ALL_SCOPES, ...STATED });
    const plain = engine.forRequest({ agency: 'CN', scopes: ['case:read'] });
    const stranger = engine.forRequest({ agency: 'AU', scopes: ALL_SCOPES, ...STATED });
    for (let time = 0; time < 2; time++) {
      expect(privileged.mayRead('P1', PROFILE)).toBe(true);
      expect(plain.mayRead('P1', PROFILE)).toBe(false);
      expect(stranger.mayRead('P1', PROFILE)).toBe(false);
      expect(plain.withheld(PROFILE).map(({ field }) => field)).not.toContain('suspects.name');
      expect(plain.mayRead('P1', PROFILE)).toBe(false);
    }
  });

  it('keeps the day on which it began', () => {
    let today = '2026-03-31';
    const { engine } = counting({ today: () => today });
    const profile = { ...PROFILE, accessUntil: '2026-03-31' };
    const request = engine.forRequest({ agency: 'LA', scopes: ALL_SCOPES });
    today = '2026-04-01';
    expect(request.mayRead('N1', profile)).toBe(true);
    expect(engine.forRequest({ agency: 'LA', scopes: ALL_SCOPES }).mayRead('N1', profile)).toBe(false);
  });

  it('decides a field by its class', () => {
    const request = createReleaseEngine().forRequest({ agency: 'LA', scopes: ALL_SCOPES, ...STATED });
    expect(request.mayReadField('Case.seizures', PROFILE)).toBe(true);
    expect(request.mayReadField('Place.name', PROFILE)).toBe(true);
    expect(request.mayReadField('Conveyance.identifiers', PROFILE)).toBe(true);
    expect(request.mayReadField('Suspect.name', PROFILE)).toBe(false);
    expect(request.mayReadField('Release.audience', PROFILE)).toBe(false);
    expect(request.mayReadField('Release.tlp', { ...PROFILE, tlp: 'RED' })).toBe(false);
  });
});
