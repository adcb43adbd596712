import { describe, expect, it } from 'vitest';
import { checkHub } from '#gateway/supergraph/ownership/check-hub.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { TH, VN } from './hostile-sdl.ts';

const ROSTER = { participants: [TH, VN] };
const SDL = hubSdl(ROSTER);

describe('the SDL of the hub', () => {
  it('is taken as the contract and the roster make it, however it is described', () => {
    const check = checkHub(ROSTER, `# Generated.\n${SDL.replace('Short code', 'Code')}`);
    expect(check).toMatchObject({ taken: true, heads: [TH, VN], sdl: SDL });
  });

  it('may lack the head of a participant that is new on the roster', () => {
    expect(checkHub(ROSTER, hubSdl({ participants: [VN] }))).toMatchObject({ taken: true, heads: [VN] });
  });

  it.each([
    [
      'a head of somebody who is not on the roster',
      hubSdl({ participants: [TH, VN, { ...TH, code: 'XX', caseType: 'XxCase' }] }),
      'XxCase',
    ],
    ['a type of its own', `${SDL} type Extra { x: Int }`, 'Extra'],
    ['an extension', `${SDL} extend type Campaign { x: Int }`, 'extend Campaign'],
    ['a type twice', `${SDL} type Flow { x: Int }`, 'Flow (again)'],
    ['a right less', SDL.replace(/(case\(id: ID!\): Case) @requiresScopes\([^)]*\)/, '$1'), 'Query'],
    ['a type less', SDL.replace(/"Cases that took the same way\."\s+type Flow [^}]*\}/, ''), 'Flow'],
    [
      'a body field in a head',
      SDL.replace(/(type ThailandCustomsCase[^{]*\{)/, '$1 narrative: String'),
      'ThailandCustomsCase',
    ],
    ['another link', `${SDL} extend schema @link(url: "https://x.example/x/v1.0")`, 'schema (again)'],
    ['no SDL', 'type {', 'schema'],
  ])('is refused with %s', (_, sdl, coordinate) => {
    expect(sdl).not.toBe(SDL);
    const check = checkHub(ROSTER, sdl);
    expect(check.taken ? [] : check.refusals.map((refusal) => refusal.coordinate)).toContain(coordinate);
  });
});
