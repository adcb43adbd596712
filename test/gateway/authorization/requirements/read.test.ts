import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { filterOperation, RequirementsError, readRequirements } from '#gateway/authorization/index.ts';
import { caller, LINKS, world } from '../world.ts';

const link = (...links: string[]) =>
  `schema @link(url: "https://specs.apollo.dev/link/v1.0") ${links.join(' ')} { query: Query }`;
const authenticated = '@link(url: "https://specs.apollo.dev/authenticated/v0.1")';
const scopes = '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1")';

function problemsOf(sdl: string): readonly string[] {
  try {
    readRequirements(sdl);
  } catch (error) {
    if (error instanceof RequirementsError) return error.problems;
    throw error;
  }
  return [];
}

/** What a caller without rights is denied of `{ a }`. */
function deniedOf(sdl: string): readonly string[] {
  const schema = buildSchema(sdl, { assumeValidSDL: true });
  return filterOperation({ schema, requirements: readRequirements(sdl), document: parse('{ a }'), caller: caller() })
    .denied;
}

describe('a directive is found by the identity that its link gives it', () => {
  it.each([
    ['its own name', link(scopes), '@requiresScopes'],
    ['its own name below its prefix', link(scopes), '@requiresScopes__requiresScopes'],
    ['the name of an `as`', link('@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "needs")'), '@needs'],
    [
      'the name of an import',
      link('@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: ["@requiresScopes"])'),
      '@requiresScopes',
    ],
    [
      'the new name of an import',
      link(
        '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@rs" }])',
      ),
      '@rs',
    ],
    [
      'an import below an `as`',
      link(
        '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "x", import: [{ name: "@requiresScopes", as: "@policy" }])',
      ),
      '@policy',
    ],
    [
      'a link that is itself renamed',
      `schema @uses(url: "https://specs.apollo.dev/link/v1.0", as: "uses") @uses(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "rs") { query: Query }`,
      '@rs',
    ],
    [
      'a link in an extension of the schema',
      `schema { query: Query } extend ${link(scopes).replace('{ query: Query }', '')}`,
      '@requiresScopes',
    ],
  ])('%s', (_, head, name) => {
    expect(deniedOf(`${head} type Query { a: Int ${name}(scopes: [["s"]]) }`)).toEqual(['Query.a']);
  });

  it("and a directive of the same name from elsewhere is nobody's right", () => {
    const sdl = `${link('@link(url: "https://acme.example/policy/v1.0", import: ["@policy"])')} type Query { a: Int @policy(of: "truth") }`;
    expect(deniedOf(sdl)).toEqual([]);
  });

  it('and one that stands for another by its import demands what that other does', () => {
    const swapped = link(
      '@link(url: "https://specs.apollo.dev/authenticated/v0.1", import: [{ name: "@authenticated", as: "@requiresScopes" }])',
      '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@authenticated" }])',
    );
    expect(deniedOf(`${swapped} type Query { a: Int @requiresScopes }`)).toEqual([]);
    expect(deniedOf(`${swapped} type Query { a: Int @authenticated(scopes: [["s"]]) }`)).toEqual(['Query.a']);
  });
});

const field = (directive: string) => `type Query { a: Int ${directive} }`;

describe('a schema is refused', () => {
  it.each([
    ['@authenticated without a link', link(), field('@authenticated'), 'Query.a: expected @authenticated to be linked'],
    [
      '@requiresScopes without a link',
      link(),
      field('@requiresScopes(scopes: [["s"]])'),
      'Query.a: expected @requiresScopes to be linked',
    ],
    ['@policy without a link', link(), field('@policy(policies: [["p"]])'), 'Query.a: expected @policy to be linked'],
    [
      '@guards without a link',
      link(),
      'type Query { a(b: Int @guards(coordinate: "Query.a")): Int }',
      'Query.a(b:): expected @guards to be linked',
    ],
    ['no link at all', 'schema { query: Query }', field('@authenticated'), 'expected @authenticated to be linked'],
    [
      'the old name where the import gives a new one',
      link(
        '@link(url: "https://specs.apollo.dev/authenticated/v0.1", import: [{ name: "@authenticated", as: "@auth" }])',
      ),
      field('@authenticated'),
      'Query.a: expected @authenticated to be linked',
    ],
    [
      "a subgraph's directive",
      link('@link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@authenticated"])'),
      field('@authenticated'),
      'expected a composed schema',
    ],
    [
      "a subgraph's prefix",
      link('@link(url: "https://specs.apollo.dev/federation/v2.12")'),
      field('@federation__policy(policies: [["p"]])'),
      'expected a composed schema',
    ],
    [
      'a version that is not known',
      link('@link(url: "https://specs.apollo.dev/authenticated/v0.2")'),
      field('@authenticated'),
      'expected https://specs.apollo.dev/authenticated/v0.1, got https://specs.apollo.dev/authenticated/v0.2',
    ],
    [
      'a version that is not known, though not used',
      link('@link(url: "https://specs.apollo.dev/policy/v1.0")'),
      field(''),
      'expected https://specs.apollo.dev/policy/v0.1',
    ],
    [
      'a version of @guards that is not known',
      link('@link(url: "https://specs.campaign-gateway.example/guards/v9.0")'),
      field(''),
      'guards/v0.1, got',
    ],
    [
      'no version',
      link('@link(url: "https://specs.apollo.dev/authenticated")'),
      field('@authenticated'),
      'got https://specs.apollo.dev/authenticated',
    ],
    [
      'another protocol',
      link('@link(url: "http://specs.apollo.dev/authenticated/v0.1")'),
      field('@authenticated'),
      'for a security feature, got http:',
    ],
    [
      'another case',
      link('@link(url: "https://specs.apollo.dev/Policy/v0.1")'),
      field(''),
      'for a security feature, got',
    ],
    [
      'a slash at the end',
      link('@link(url: "https://specs.apollo.dev/requiresScopes/v0.1/")'),
      field(''),
      'for a security feature, got',
    ],
    [
      'a query behind the version',
      link('@link(url: "https://specs.apollo.dev/requiresScopes/v0.1?x")'),
      field(''),
      'for a security feature, got',
    ],
    [
      'a security feature that nobody enforces',
      link('@link(url: "https://acme.example/seal/v1.0", for: SECURITY)'),
      field(''),
      'expected only security features that are enforced',
    ],
    [
      'a feature linked twice',
      link(authenticated, '@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "other")'),
      field(''),
      'to be linked once',
    ],
    ['a link without a url', link('@link(as: "x")'), field(''), 'to have a url'],
    [
      'an import that is no list',
      link('@link(url: "https://specs.apollo.dev/authenticated/v0.1", import: "@authenticated")'),
      field(''),
      'to be a list',
    ],
    [
      'an import that is a number',
      link('@link(url: "https://specs.apollo.dev/authenticated/v0.1", import: [1])'),
      field(''),
      'as "@name" or {name, as}',
    ],
    [
      'an import of a directive as a type',
      link(
        '@link(url: "https://specs.apollo.dev/authenticated/v0.1", import: [{ name: "@authenticated", as: "auth" }])',
      ),
      field(''),
      'as "@name" or {name, as}',
    ],
    [
      'an element that the feature has not',
      link(scopes),
      field('@requiresScopes__maybe'),
      'to define @requiresScopes only',
    ],
    ['what is no SDL', '', 'type Query {', 'expected SDL'],
  ])('%s', (_, head, body, problem) => {
    expect(problemsOf(`${head}\n${body}`).join('\n')).toContain(problem);
  });

  it.each([
    ['no argument', '@requiresScopes', 'expected the argument scopes alone, got none'],
    ['another argument', '@requiresScopes(scope: [["s"]])', 'got scope'],
    ['a further argument', '@requiresScopes(scopes: [["s"]], unless: true)', 'got scopes, unless'],
    ['a name', '@requiresScopes(scopes: "s")', 'expected a list of lists, got StringValue'],
    ['a list of names', '@requiresScopes(scopes: ["s"])', 'expected a list of names, got StringValue'],
    ['null', '@requiresScopes(scopes: null)', 'got NullValue'],
    ['null within', '@requiresScopes(scopes: [null])', 'got NullValue'],
    ['a number', '@requiresScopes(scopes: [[1]])', 'expected a name in quotes, got IntValue'],
    ['an enum value', '@requiresScopes(scopes: [[s]])', 'expected a name in quotes, got EnumValue'],
    ['an empty list', '@requiresScopes(scopes: [])', 'expected a list of lists that is not empty, got []'],
    ['an empty list within', '@requiresScopes(scopes: [[]])', 'expected a list of names that is not empty, got []'],
    [
      'an empty list beside a good one',
      '@requiresScopes(scopes: [["s"], []])',
      'expected a list of names that is not empty',
    ],
    ['an empty name', '@requiresScopes(scopes: [[""]])', 'expected a name, got ""'],
    ['a name of spaces', '@requiresScopes(scopes: [["s", "  "]])', 'expected a name, got "  "'],
    ['an empty list of policies', '@policy(policies: [[]])', 'expected a list of names that is not empty'],
    ['an empty policy', '@policy(policies: [[""]])', 'expected a name, got ""'],
    ['an argument of @authenticated', '@authenticated(when: never)', 'expected no argument, got when'],
    ['a directive twice', '@requiresScopes(scopes: [["s"]]) @requiresScopes(scopes: [["t"]])', 'at most once'],
  ])('with %s, naming the coordinate', (_, directive, problem) => {
    const problems = problemsOf(`${LINKS} ${field(directive)}`).join('\n');
    expect(problems).toContain('Query.a: ');
    expect(problems).toContain(problem);
  });

  it.each([
    ['a union', 'union U @authenticated = Query', 'U: '],
    ['an input type', 'input In @authenticated { a: Int }', 'In: '],
    ['an input field', 'input In { a: Int @authenticated }', 'In.a: '],
    ['an argument', 'type T { a(b: Int @policy(policies: [["p"]])): Int }', 'T.a(b:): '],
    ['an enum value', 'enum E { A @authenticated }', 'E.A: '],
    ['a field, where it guards', 'type T { a: Int @guards(coordinate: "T.a") }', 'T.a: '],
    ['a type, where it guards', 'type T @guards(coordinate: "T.a") { a: Int }', 'T: '],
  ])('with a directive on %s, where it would mean nothing', (_, body, coordinate) => {
    expect(problemsOf(`${LINKS} type Query { a: Int } ${body}`).join('\n')).toContain(`${coordinate}expected @`);
  });

  it('with one field twice, of which the open one could win', () => {
    expect(problemsOf(`${LINKS} type Query { a: Int @authenticated } extend type Query { a: Int }`)).toEqual([
      'Query.a: expected one definition, got another',
    ]);
  });

  it('telling all faults at once', () => {
    expect(problemsOf(`${link()} type Query { a: Int @authenticated b: Int @policy }`)).toHaveLength(2);
  });
});

describe('a requirement', () => {
  const sdl = 'type Query { a: Int @requiresScopes(scopes: [["r", "s"], ["t"]]) @policy(policies: [["p"], ["q"]]) }';
  it.each([
    ['all of one AND and a label', 'r s', ['p'], true],
    ['the other AND and the other label', 't', ['q'], true],
    ['half of an AND', 'r', ['p'], false],
    ['scopes without a label', 'r s t', [], false],
    ['labels without a scope', '', ['p', 'q'], false],
    ['a scope called like a label', 'r s p', [], false],
    ['a scope that only begins like it', 'tt t:x T', ['p'], false],
  ])('is met with %s: %s %s', (_, held, labels, met) => {
    const { schema, requirements } = world(sdl);
    const { denied } = filterOperation({
      schema,
      requirements,
      document: parse('{ a }'),
      caller: caller(held, labels),
    });
    expect(denied.length === 0).toBe(met);
  });

  it('of scopes is never met without a token, whatever the caller lists', () => {
    const { schema, requirements } = world(sdl);
    const nobody = { ...caller('r s t', ['p']), authenticated: false };
    expect(filterOperation({ schema, requirements, document: parse('{ a }'), caller: nobody }).denied).toEqual([
      'Query.a',
    ]);
  });

  it('is not open because its field was not in the SDL that was read', () => {
    const { requirements } = world('type Query { a: Int }');
    const schema = buildSchema('type Query { a: Int hidden: Int }');
    expect(() => filterOperation({ schema, requirements, document: parse('{ hidden }'), caller: caller() })).toThrow(
      'Query.hidden: expected it in the SDL',
    );
  });
});
