import { describe, expect, it } from 'vitest';
import { RequirementsError, readRequirements } from '#gateway/authorization/index.ts';
import { LINKS } from '../world.ts';

const JOIN = 'enum join__Graph { A }';

function problemsOf(types: string): string {
  try {
    readRequirements(`${LINKS} ${JOIN} type Query { t: T } ${types}`);
    return '';
  } catch (error) {
    if (!(error instanceof RequirementsError)) throw error;
    return error.message;
  }
}

describe('a field that requires others', () => {
  it.each([
    ['an open field computed from a closed one', 'a: Int @requiresScopes(scopes: [["s"]])', '"a"', '', 'T.a'],
    ['a weaker right', 'a: Int @requiresScopes(scopes: [["s"]])', '"a"', '@authenticated', 'T.a'],
    [
      'half of the right',
      'a: Int @requiresScopes(scopes: [["s", "t"]])',
      '"a"',
      '@requiresScopes(scopes: [["s"]])',
      'T.a',
    ],
    [
      'one more alternative',
      'a: Int @requiresScopes(scopes: [["s"]])',
      '"a"',
      '@requiresScopes(scopes: [["s"], ["t"]])',
      'T.a',
    ],
    ['another kind', 'a: Int @policy(policies: [["s"]])', '"a"', '@requiresScopes(scopes: [["s"]])', 'T.a'],
    ['a closed type below', 'n: N', '"n { x }"', '', 'T.n'],
    ['a closed field below', 'o: O', '"o { x y }"', '', 'O.y'],
    ['a closed field of one implementer', 'i: I', '"i { x }"', '', 'P.x'],
    ['a closed field in a fragment', 'i: I', '"i { ... on P { x } }"', '', 'P.x'],
    ['a closed scalar', 'd: D', '"d"', '', 'T.d'],
    ['several, of which one is closed', 'a: Int b: Int @authenticated', '"a b"', '', 'T.b'],
  ])('is refused: %s', (_, fields, requires, right, named) => {
    const problem = problemsOf(`
      type T { ${fields} z: Int @join__field(graph: A, requires: ${requires}) ${right} }
      type N @authenticated { x: Int }
      type O { x: Int y: Int @authenticated }
      interface I { x: Int @authenticated }
      type P implements I { x: Int @authenticated }
      type Q implements I { x: Int }
      scalar D @authenticated`);
    expect(problem).toContain(`T.z: expected its requirement to imply that of ${named}`);
  });

  it.each([
    ['the same right', 'a: Int @requiresScopes(scopes: [["s"]])', '"a"', '@requiresScopes(scopes: [["s"]])'],
    [
      'a stronger right',
      'a: Int @requiresScopes(scopes: [["s"], ["t"]])',
      '"a"',
      '@requiresScopes(scopes: [["s", "u"]])',
    ],
    ['a scope, which takes a token', 'a: Int @authenticated', '"a"', '@requiresScopes(scopes: [["s"]])'],
    [
      'the right of both together',
      'a: Int @requiresScopes(scopes: [["s", "t"]])',
      '"a"',
      '@requiresScopes(scopes: [["t", "s"]])',
    ],
    ['a fragment beside the closed implementer', 'i: I', '"i { ... on Q { x } }"', ''],
    ['open fields', 'a: Int', '"a __typename"', ''],
  ])('is taken: %s', (_, fields, requires, right) => {
    const problem = problemsOf(`
      type T { ${fields} z: Int @join__field(graph: A, requires: ${requires}) ${right} }
      interface I { x: Int @authenticated }
      type P implements I { x: Int @authenticated }
      type Q implements I { x: Int }`);
    expect(problem).toBe('');
  });

  it('is covered by what its parent type demands', () => {
    expect(
      problemsOf(`type T @authenticated { a: Int @authenticated z: Int @join__field(graph: A, requires: "a") }`),
    ).toBe('');
  });

  it('is looked at on an interface object for each implementer', () => {
    const problem = problemsOf(`
      type T { a: Int }
      interface I { x: Int @authenticated z: Int @join__field(graph: A, requires: "x") }
      type P implements I { x: Int @authenticated z: Int @join__field }
      type Q implements I { x: Int z: Int @join__field }`);
    expect(problem).toContain('P.z: expected its requirement to imply that of P.x');
    expect(problem).not.toContain('Q.z');
  });

  it.each([
    ['a selection that does not parse', '"a {"', 'expected requires to be a selection, got "a {"'],
    ['a field that is not there', '"b"', 'T.b: expected a field, as a requires reads it, got none'],
  ])('is refused: %s', (_, requires, problem) => {
    expect(problemsOf(`type T { a: Int z: Int @join__field(graph: A, requires: ${requires}) }`)).toContain(problem);
  });
});
