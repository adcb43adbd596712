import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReleaseEngine, type Profile, type ReleaseEngine } from '#subgraphs/kit/decision/index.ts';
import { ALL_SCOPES, PROFILE, STATED } from './asking.ts';
import { TLPS } from './cells.ts';

const PLACES = ['origin', 'transit', 'seizedAt', 'destination'].flatMap((end) =>
  ['locode', 'name', 'latitude', 'longitude'].map((field) => `route.${end}.${field}`),
);
const N1 = ['seizedOn', ...PLACES, 'concealment', 'detection', 'suspects.nationality'];
const N2 = ['conveyance.identifiers'];
const P1 = ['name', 'dateOfBirth', 'identifiers', 'address', 'company'].map((field) => `suspects.${field}`);
const NAMED: Profile = { ...PROFILE, narrativeClass: 'P1' };

const engines = new Map<string, ReleaseEngine>();

function withheldFrom(
  agency: string,
  profile: Profile,
  scopes = ALL_SCOPES,
  statement: object = STATED,
  extraPolicies = '',
) {
  const engine = engines.get(extraPolicies) ?? createReleaseEngine({ extraPolicies });
  engines.set(extraPolicies, engine);
  return engine.forRequest({ agency, scopes, ...statement }).withheld(profile);
}

function fields(...parameters: Parameters<typeof withheldFrom>): string[] {
  return withheldFrom(...parameters).map(({ field }) => field);
}

describe('withheld', () => {
  it('is empty for who may read all', () => {
    expect(fields('CN', NAMED)).toEqual([]);
  });

  it('names what a member is not released, in the order of the contract', () => {
    expect(fields('LA', NAMED)).toEqual(['narrative', ...P1, 'release.audience']);
  });

  it('names what a stranger is not released', () => {
    expect(fields('AU', NAMED).toSorted()).toEqual([...N1, ...N2, ...P1, 'narrative', 'release.audience'].toSorted());
  });

  it('says by which class, and where to ask', () => {
    const request = createReleaseEngine({ contactPoint: 'liaison@cn.example' }).forRequest({
      agency: 'AU',
      scopes: [],
    });
    const withheld = request.withheld(PROFILE);
    expect(withheld).toContainEqual({ field: 'route.origin.name', rule: 'N1', askAt: 'liaison@cn.example' });
    expect(withheld).toContainEqual({ field: 'conveyance.identifiers', rule: 'N2', askAt: 'liaison@cn.example' });
    expect(withheld).toContainEqual({ field: 'suspects.name', rule: 'P1', askAt: 'liaison@cn.example' });
    expect(withheld).toContainEqual({ field: 'release.audience', rule: 'AUDIENCE', askAt: 'liaison@cn.example' });
  });

  it('has null where the participant names no contact point', () => {
    expect(withheldFrom('LA', NAMED)[0]).toEqual({ field: 'narrative', rule: 'P1', askAt: null });
  });

  it('leaves out what only a scope is missing for: the gateway denies that', () => {
    expect(fields('CN', { ...PROFILE, narrativeClass: 'N1' }, ['case:read'], {})).toEqual([]);
    expect(fields('LA', { ...PROFILE, narrativeClass: 'N1' }, ['case:read'], {})).toEqual([...P1, 'release.audience']);
  });

  it('names what is not released whatever scopes the caller lacks', () => {
    expect(fields('AU', NAMED, [], {})).toEqual(fields('AU', NAMED));
  });

  it('names nominal fields asked for with a purpose and no case reference: the gateway may let that pass', () => {
    expect(fields('CN', { ...PROFILE, narrativeClass: 'N1' }, ALL_SCOPES, { purpose: 'investigation' })).toEqual(P1);
  });

  it('names a narrative of class P1 to who has every right that the contract asks for it', () => {
    expect(withheldFrom('CN', NAMED, ['case:read', 'case:operational'], {})).toEqual([
      { field: 'narrative', rule: 'P1', askAt: null },
    ]);
  });

  it('names what an own policy closes, and of what is closed whole only the top', () => {
    const closed = 'forbid (principal, action in Action::"read", resource);';
    expect(fields('LA', NAMED, ALL_SCOPES, STATED, closed)).toEqual([
      'seizedOn',
      'seizures',
      'route',
      'conveyance',
      'concealment',
      'detection',
      'narrative',
      'suspects',
      'outcome',
      'release.audience',
    ]);
  });

  it('is what may not be read, for who holds every right', () => {
    const request = createReleaseEngine().forRequest({ agency: 'VN', scopes: ALL_SCOPES, ...STATED });
    const codes = fc.subarray(['VN', 'LA']);
    fc.assert(
      fc.property(
        fc.constantFrom(...TLPS),
        codes,
        codes,
        fc.constantFrom('N1', 'P1'),
        (tlp, audience, members, narrativeClass) => {
          const profile = { ...PROFILE, tlp, audience, members, narrativeClass };
          const top = request.withheld(profile).map(({ field }) => field);
          const listed = { includes: (path: string) => top.some((each) => `${path}.`.startsWith(`${each}.`)) };
          expect(listed.includes('narrative')).toBe(!request.mayReadField('Case.narrative', profile));
          expect(listed.includes('seizedOn')).toBe(!request.mayReadField('Case.seizedOn', profile));
          expect(listed.includes('suspects.name')).toBe(!request.mayReadField('Suspect.name', profile));
          expect(listed.includes('release.audience')).toBe(!request.mayReadField('Release.audience', profile));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a narrative that is not shown', () => {
  it('looks the same whether it names persons or is not there', () => {
    for (const tlp of TLPS) {
      for (const agency of ['CN', 'VN', 'LA', 'AU']) {
        for (const scopes of [[], ['case:operational'], ['case:nominal'], ALL_SCOPES]) {
          const absent = { ...PROFILE, tlp };
          expect(withheldFrom(agency, absent, scopes)).toEqual(
            withheldFrom(agency, { ...absent, narrativeClass: 'P1' }, scopes),
          );
        }
      }
    }
  });

  it('looks the same whatever its class is to who may not read N1', () => {
    // Viet Nam is in the audience and no member of the phase: it reads P1 there, and not N1.
    for (const agency of ['VN', 'AU']) {
      for (const narrativeClass of ['N1', 'P1', undefined] as const) {
        const withheld = withheldFrom(agency, { ...PROFILE, narrativeClass });
        expect(withheld.filter(({ field }) => field === 'narrative')).toEqual([
          { field: 'narrative', rule: 'N1', askAt: null },
        ]);
      }
    }
  });

  it('of class P1 takes both N1 and P1 to read', () => {
    const engine = createReleaseEngine();
    const reads = (scopes: string[]) =>
      engine.forRequest({ agency: 'CN', scopes, ...STATED }).mayReadField('Case.narrative', NAMED);
    expect(reads(['case:nominal'])).toBe(false);
    expect(reads(['case:operational'])).toBe(false);
    expect(reads(['case:operational', 'case:nominal'])).toBe(true);
  });
});
