import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { participantSdl } from '#schema/build/participant-sdl.ts';

const CASE_TYPE = 'VietnamCustomsCase';

/** The line of a field in the published case type, blanks folded. */
function fieldIn(sdl: string, field: string): string {
  const type = sdl.slice(sdl.indexOf(`type ${CASE_TYPE} `));
  const line = type.split('\n').find((each) => each.trim().startsWith(`${field}:`));
  return (line ?? '').trim();
}

const published = (national: string) => participantSdl({ caseType: CASE_TYPE }, national);

describe('a participant that declares a field of the contract again', () => {
  test('adds its rights to those of the contract', () => {
    const sdl = published(
      `extend type ${CASE_TYPE} { suspects: [Suspect!] @requiresScopes(scopes: [["case:nominal"]]) }`,
    );
    expect(fieldIn(sdl, 'suspects')).toBe(
      'suspects: [Suspect!] @requiresScopes(scopes: [["case:read", "case:nominal"]])',
    );
    expect(sdl).not.toContain(`extend type ${CASE_TYPE}`);
    expect(() => buildSubgraphSchema(parse(sdl))).not.toThrow();
  });

  test('needs its scopes besides those of the contract, alternative by alternative', () => {
    const sdl = published(
      `extend type ${CASE_TYPE} { narrative: String @requiresScopes(scopes: [["a"], ["b", "case:operational"]]) @policy(policies: [["p"]]) }`,
    );
    expect(fieldIn(sdl, 'narrative')).toBe(
      'narrative: String @requiresScopes(scopes: [["case:read", "case:operational", "a"], ["case:read", "case:operational", "b"]]) @policy(policies: [["p"]])',
    );
  });

  test('keeps its own new fields in the extension', () => {
    const sdl = published(`extend type ${CASE_TYPE} { suspects: [Suspect!] @authenticated, desk: String }`);
    expect(fieldIn(sdl, 'suspects')).toBe(
      'suspects: [Suspect!] @requiresScopes(scopes: [["case:read"]]) @authenticated',
    );
    expect(sdl).toMatch(/extend type VietnamCustomsCase \{\s+desk: String\s+\}/);
  });

  test.each([
    ['another type', 'suspects: [String!]', /expected the contract's type \[Suspect!\]/],
    ['an argument', 'suspects(first: Int): [Suspect!]', /expected the contract's type/],
    ['a directive that is no right', 'suspects: [Suspect!] @inaccessible', /got @inaccessible/],
    [
      'a right without scopes',
      'suspects: [Suspect!], seizedOn: Date @requiresScopes(scopes: [[]])',
      /expected @requiresScopes/,
    ],
  ])('is refused with %s', (_, field, message) => {
    expect(() => published(`extend type ${CASE_TYPE} { ${field} }`)).toThrow(message);
  });

  test('is refused where it does so twice', () => {
    const once = `extend type ${CASE_TYPE} { outcome: Outcome @authenticated }`;
    expect(() => published(`${once}\n${once}`)).toThrow(/expected it declared again once/);
  });
});
