import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RELEASE_CLASSES } from '#schema/release/classes.ts';
import { createReleaseEngine } from '#subgraphs/kit/decision/index.ts';
import { ALL_SCOPES, asker, Log, PROFILE, STATED } from './asking.ts';
import { cellsOf, expected, LAST_DAY } from './cells.ts';

describe('the release table', () => {
  it.each(['know', ...RELEASE_CLASSES] as const)('answers %s as written, in every cell', (asked) => {
    const ask = asker((today) => createReleaseEngine({ today }));
    const cells = [...cellsOf(asked)];
    expect(cells.length).toBe(5 * 8 * 8 * 4 * 3);
    expect(cells.some(expected)).toBe(true);
    expect(cells.every(expected)).toBe(false);
    expect(cells.filter((cell) => ask(cell) !== expected(cell))).toEqual([]);
  });

  it('reads the same under every handling code', () => {
    const ask = asker((today) => createReleaseEngine({ today }));
    const handling = fc.constantFrom('H0', 'H1', 'H2', 'H3');
    const cells = RELEASE_CLASSES.flatMap((asked) => [...cellsOf(asked)]);
    fc.assert(
      fc.property(fc.constantFrom(...cells), handling, (cell, code) => {
        expect(ask({ ...cell, profile: { ...cell.profile, handling: code } })).toBe(expected(cell));
      }),
      { numRuns: 1_000 },
    );
  });

  it('lets nobody read a record of which he may not know', () => {
    const engine = createReleaseEngine();
    for (const { profile } of cellsOf('know')) {
      const request = engine.forRequest({ agency: 'VN', scopes: ALL_SCOPES, ...STATED });
      if (!request.mayKnow(profile)) {
        for (const each of RELEASE_CLASSES) expect(request.mayRead(each, profile)).toBe(false);
      }
    }
  });

  it('takes a blank purpose or case reference for none', () => {
    const engine = createReleaseEngine();
    const reads = (purpose: string, caseReference: string) =>
      engine.forRequest({ agency: 'CN', scopes: ALL_SCOPES, purpose, caseReference }).mayRead('P1', PROFILE);
    expect(reads('investigation', 'CN-2026-7')).toBe(true);
    expect(reads('', 'CN-2026-7')).toBe(false);
    expect(reads(' \t', 'CN-2026-7')).toBe(false);
    expect(reads('investigation', ' ')).toBe(false);
  });

  it('matches scopes exactly', () => {
    const engine = createReleaseEngine();
    for (const scope of [
      'case:*',
      'case',
      'CASE:OPERATIONAL',
      'case:operational ',
      'case:operational case:read',
      '*',
    ]) {
      expect(engine.forRequest({ agency: 'CN', scopes: [scope] }).mayRead('N1', PROFILE)).toBe(false);
    }
  });

  it('knows an agency by its whole code', () => {
    const engine = createReleaseEngine({ logger: new Log() });
    const knows = (agency: string) => engine.forRequest({ agency, scopes: [] }).mayKnow({ ...PROFILE, tlp: 'RED' });
    expect(knows('VN')).toBe(true);
    for (const agency of ['VNC04', 'V', 'vn', 'VN ', '']) expect(knows(agency)).toBe(false);
  });
});

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

describe('the end of access', () => {
  const open = { ...PROFILE, accessUntil: LAST_DAY };
  const reads = (agency: string, tlp: typeof PROFILE.tlp, today: string) => {
    const request = createReleaseEngine({ today: () => today }).forRequest({ agency, scopes: ALL_SCOPES, ...STATED });
    return RELEASE_CLASSES.filter((each) => request.mayRead(each, { ...open, tlp }));
  };

  it('leaves the last day itself open', () => {
    expect(reads('LA', 'AMBER', LAST_DAY)).toEqual(['N0', 'N1', 'N2']);
    expect(reads('VN', 'AMBER_STRICT', LAST_DAY)).toEqual(['N0', 'N1', 'N2', 'P1', 'AUDIENCE']);
  });

  it('closes N1 and above to members and audience on the day after', () => {
    expect(reads('LA', 'AMBER', '2026-04-01')).toEqual(['N0']);
    expect(reads('VN', 'AMBER_STRICT', '2026-04-01')).toEqual(['N0', 'AUDIENCE']);
    expect(reads('VN', 'RED', '2026-04-01')).toEqual(['N0', 'AUDIENCE']);
  });

  it('closes nothing to the owner', () => {
    expect(reads('CN', 'RED', '2099-12-31')).toEqual(['N0', 'N1', 'N2', 'P1', 'AUDIENCE']);
  });

  it('closes nothing while no day is set', () => {
    const request = createReleaseEngine({ today: () => '9999-12-31' }).forRequest({ agency: 'LA', scopes: ALL_SCOPES });
    expect(request.mayRead('N1', PROFILE)).toBe(true);
  });

  it('is told by the day in UTC where no other is given', () => {
    const request = createReleaseEngine().forRequest({ agency: 'LA', scopes: ALL_SCOPES });
    // Two days on either side: midnight may pass while this runs.
    expect(request.mayRead('N1', { ...PROFILE, accessUntil: dayFromNow(2) })).toBe(true);
    expect(request.mayRead('N1', { ...PROFILE, accessUntil: dayFromNow(-2) })).toBe(false);
  });
});
