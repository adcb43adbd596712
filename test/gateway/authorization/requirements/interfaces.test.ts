import { describe, expect, it } from 'vitest';
import { ask, caller, world } from '../world.ts';

const data = {
  all: [
    { __typename: 'A', s: 'a', t: 'a' },
    { __typename: 'B', s: 'b', t: 'b' },
  ],
};
const query = '{ all { s } }';

/** Names of the types whose `s` a caller with these scopes reads. */
async function readable(types: string, scopes: string): Promise<string> {
  const answer = await ask(world(`type Query { all: [I] } ${types}`), query, { as: caller(scopes), data });
  return JSON.stringify(
    (answer.data as { all: ({ s: string | null } | null)[] | null }).all?.map((each) => each?.s ?? null) ?? null,
  );
}

describe('a requirement that composition copied up to an interface', () => {
  it('closes nothing for implementers that have none', async () => {
    const types = `
      interface I { s: String @requiresScopes(scopes: [["p"]]) t: String }
      type A implements I { s: String @requiresScopes(scopes: [["p"]]) t: String }
      type B implements I { s: String t: String }`;
    expect(await readable(types, '')).toBe('[null,"b"]');
  });

  it('is known as the AND of all, however it is written', async () => {
    const types = `
      interface I { s: String @requiresScopes(scopes: [["r", "p"], ["q", "p"], ["p", "q", "r"]]) t: String }
      type A implements I { s: String @requiresScopes(scopes: [["p"]]) t: String }
      type B implements I { s: String @requiresScopes(scopes: [["q"], ["r"]]) t: String }`;
    expect(await readable(types, 'p')).toBe('["a",null]');
    expect(await readable(types, 'r')).toBe('[null,"b"]');
  });

  it('is known on the type as well', async () => {
    const types = `
      interface I @requiresScopes(scopes: [["p"]]) { s: String t: String }
      type A implements I @requiresScopes(scopes: [["p"]]) { s: String t: String }
      type B implements I { s: String t: String }`;
    expect(await readable(types, '')).toBe('[null,"b"]');
  });
});

describe("an interface's own requirement reaches every implementer", () => {
  it.each([
    ['where none has it', 'interface I { s: String @requiresScopes(scopes: [["p"]]) t: String }', '', '[null,null]'],
    [
      'where it adds to theirs',
      'interface I { s: String @requiresScopes(scopes: [["p", "a"]]) t: String }',
      'a',
      '[null,null]',
    ],
    [
      'where it is weaker than theirs',
      'interface I { s: String @requiresScopes(scopes: [["p"], ["a"]]) t: String }',
      'p',
      '[null,"b"]',
    ],
    ['on the type', 'interface I @requiresScopes(scopes: [["p"]]) { s: String t: String }', 'a', 'null'],
    ['in another kind', 'interface I { s: String @policy(policies: [["l"]]) t: String }', 'a', '[null,null]'],
  ])('%s', async (_, declared, scopes, expected) => {
    const types = `${declared}
      type A implements I { s: String ${declared.includes('"a"') ? '@requiresScopes(scopes: [["a"]])' : ''} t: String }
      type B implements I { s: String t: String }`;
    expect(await readable(types, scopes)).toBe(expected);
  });

  it('also where the implementer is reached by another way', async () => {
    const schema = world(`
      type Query { b: B u: U }
      interface I { s: String @requiresScopes(scopes: [["p"]]) }
      type B implements I { s: String }
      union U = B`);
    const answer = await ask(schema, '{ b { s } u { ... on B { s } } }', {
      as: caller(),
      data: { b: { s: 1 }, u: { __typename: 'B', s: 1 } },
    });
    expect(answer.data).toEqual({ b: { s: null }, u: { s: null } });
    expect(answer.asked).toEqual(['Query.b', 'Query.u']);
  });
});
