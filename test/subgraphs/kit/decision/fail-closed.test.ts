import { describe, expect, it } from 'vitest';
import { RELEASE_CLASSES } from '#schema/release/classes.ts';
import { releasePaths } from '#schema/release/paths.ts';
import { engineOver, type ReleaseEngine } from '#subgraphs/kit/decision/engine.ts';
import { createReleaseEngine, type Profile } from '#subgraphs/kit/decision/index.ts';
import { ALL_SCOPES, Log, PROFILE, STATED } from './asking.ts';

/** What the owner, who may read all, reads: everything or, where the engine fails, nothing. */
function released(engine: ReleaseEngine, profile: Profile, agency = profile.owner): string[] {
  const request = engine.forRequest({ agency, scopes: ALL_SCOPES, ...STATED });
  const read: string[] = RELEASE_CLASSES.filter((each) => request.mayRead(each, profile));
  return request.mayKnow(profile) ? ['know', ...read] : read;
}

/** A profile as a broken store might give it. */
function broken(parts: Record<string, unknown>): Profile {
  return { ...PROFILE, ...parts };
}

function down(): never {
  throw new Error('out of memory at 0x7f');
}

function failing(log: Log): ReleaseEngine {
  return engineOver({ decide: down, decideByTable: down, own: [] }, { logger: log });
}

describe('nothing is released', () => {
  it.each([
    ['with a marking that is none', broken({ tlp: 'PURPLE' })],
    ['without a marking', broken({ tlp: undefined })],
    ['with a handling code that is none', broken({ handling: 'H9' })],
    ['with a day that is none', broken({ accessUntil: '2026-02-30' })],
    ['with an instant for a day', broken({ accessUntil: '2026-03-31T12:00:00Z' })],
    ['with null for no day', broken({ accessUntil: null })],
    ['with text for an audience', broken({ audience: 'CN' })],
    ['without members', broken({ members: undefined })],
  ])('%s', (_, profile) => {
    const log = new Log();
    expect(released(createReleaseEngine({ logger: log }), profile)).toEqual([]);
    expect(log.lines.length).toBeGreaterThan(0);
  });

  it('to who acts for no agency, even where the record has no owner', () => {
    const engine = createReleaseEngine({ logger: new Log() });
    expect(released(engine, broken({ owner: '' }))).toEqual([]);
  });

  it('where deciding throws', () => {
    const log = new Log();
    const engine = failing(log);
    expect(released(engine, PROFILE)).toEqual([]);
    expect(engine.visibleTo(PROFILE)).toEqual({ scope: 'LISTED', participants: ['CN'] });
    expect(engine.whoSees(PROFILE, [{ code: 'CN', kind: 'CUSTOMS' }])).toEqual([]);
    const request = engine.forRequest({ agency: 'CN', scopes: ALL_SCOPES });
    const top = releasePaths().filter(({ path }) => !path.includes('.') && path !== 'id' && path !== 'release');
    const named = request.withheld(PROFILE).map(({ field }) => field);
    expect(named).toEqual([...top.map(({ path }) => path), 'release.audience']);
  });

  it('where a forbidding policy errs: Cedar would pass it over', () => {
    const log = new Log();
    const extraPolicies = `@id("errs") forbid (principal, action == Action::"readN1", resource)
      when { context.today.offset(duration("106751991167d")) < datetime("2020-01-01") };`;
    const engine = createReleaseEngine({ extraPolicies, logger: log });
    expect(released(engine, PROFILE)).toEqual(['know', 'N0', 'N2', 'P1', 'AUDIENCE']);
    expect(log.lines).toHaveLength(1);
    expect(String(log.lines[0]?.err)).toMatch(/own policy errs: .*overflow/);
  });

  it('and the log says why, once a question in a request, while who asks is told nothing', () => {
    const log = new Log();
    const request = failing(log).forRequest({ agency: 'CN', scopes: ALL_SCOPES, ...STATED });
    for (let time = 0; time < 3; time++) expect(request.mayRead('N1', PROFILE)).toBe(false);
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toMatchObject({ asked: 'N1', message: 'release decision failed: nothing is released' });
    expect(String(log.lines[0]?.err)).toContain('out of memory');
    expect(JSON.stringify(request.withheld(PROFILE))).not.toMatch(/memory|0x7f/);
  });

  it('but a failure is not kept for the next request', () => {
    let isDown = true;
    const decide = () => {
      if (isDown) throw new Error('down');
      return { allowed: true, rules: [] };
    };
    const engine = engineOver({ decide, decideByTable: decide, own: [] }, { logger: new Log() });
    expect(released(engine, PROFILE)).toEqual([]);
    expect(engine.visibleTo(PROFILE).scope).toBe('LISTED');
    isDown = false;
    expect(released(engine, PROFILE)).toEqual(['know', ...RELEASE_CLASSES]);
    expect(engine.visibleTo(PROFILE).scope).toBe('ALL');
  });
});
