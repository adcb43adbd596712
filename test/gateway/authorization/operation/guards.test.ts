// Inference: who filters, sorts or groups by a hidden field reads it. The field that takes the argument is denied; the
// filter is never silently dropped.
import { describe, expect, it } from 'vitest';
import { readRequirements } from '#gateway/authorization/index.ts';
import { ask, caller, LINKS, world } from '../world.ts';

const S = '@requiresScopes(scopes: [["s"]])';

const index = world(`
  type Query {
    cases(
      filter: Filter
      suspect: String @guards(coordinate: "Case.suspect")
      orderBy: Order = OLDEST
      orders: [Order!]
      groupBy: String @guards(coordinate: "Case.suspect") @guards(coordinate: "Case.place")
      after: String
    ): [Case] 
    total(filter: Filter): Int
  }
  interface Page { size(by: String @guards(coordinate: "Case.suspect")): Int }
  type Case implements Page { id: ID suspect: String ${S} place: String @requiresScopes(scopes: [["t"]]) size(by: String): Int related(filter: Filter): [Case] }
  input Filter { kind: String name: String @guards(coordinate: "Case.suspect") and: [Filter!] orderBy: Order }
  enum Order { OLDEST SUSPECT @guards(coordinate: "Case.suspect") }
`);
const data = { cases: [{ id: 1, related: [], size: 1 }], total: 7 };
const given = [{ id: '1' }];

async function casesFor(query: string, variables: Record<string, unknown> = {}, scopes = '') {
  return ask(index, query, { as: caller(scopes), data, variables });
}

describe('an argument that reveals a hidden field', () => {
  it.each([
    ['as an argument', '{ cases(suspect: "x") { id } }', {}],
    ['as null', '{ cases(suspect: null) { id } }', {}],
    ['as an empty text', '{ cases(suspect: "") { id } }', {}],
    ['as a variable', 'query ($v: String) { cases(suspect: $v) { id } }', { v: 'x' }],
    ['as a variable that is null', 'query ($v: String) { cases(suspect: $v) { id } }', { v: null }],
    ['as the default of a variable', 'query ($v: String = "x") { cases(suspect: $v) { id } }', {}],
    ['in an input object', '{ cases(filter: { kind: "x", name: "x" }) { id } }', {}],
    ['deep in an input object', '{ cases(filter: { and: [{ kind: "x" }, { and: [{ name: "x" }] }] }) { id } }', {}],
    ['where one object stands for a list', '{ cases(filter: { and: { name: "x" } }) { id } }', {}],
    ['in a variable', 'query ($f: Filter) { cases(filter: $f) { id } }', { f: { name: 'x' } }],
    [
      'deep in a variable',
      'query ($f: Filter) { cases(filter: $f) { id } }',
      { f: { and: [{ and: { name: null } }] } },
    ],
    ['in the default of a variable', 'query ($f: Filter = { name: "x" }) { cases(filter: $f) { id } }', {}],
    ['as a variable in an input object', 'query ($v: String) { cases(filter: { name: $v }) { id } }', { v: 'x' }],
    ['in a variable in a list', 'query ($f: Filter!) { cases(filter: { and: [$f] }) { id } }', { f: { name: 'x' } }],
    ['as an order', '{ cases(orderBy: SUSPECT) { id } }', {}],
    ['as an order in a list', '{ cases(orders: [OLDEST, SUSPECT]) { id } }', {}],
    ['as an order in a variable', 'query ($o: Order) { cases(orderBy: $o) { id } }', { o: 'SUSPECT' }],
    [
      'as an order in a list in a variable',
      'query ($o: [Order!]) { cases(orders: $o) { id } }',
      { o: ['OLDEST', 'SUSPECT'] },
    ],
    [
      'as an order in an input object',
      'query ($f: Filter) { cases(filter: $f) { id } }',
      { f: { orderBy: 'SUSPECT' } },
    ],
    ['beside a cursor', '{ cases(orderBy: SUSPECT, after: "x") { id } }', {}],
    ['in a fragment', '{ ...F } fragment F on Query { cases(suspect: "x") { id } }', {}],
  ])('denies its field %s', async (_, query, variables) => {
    const answer = await casesFor(query, variables);
    expect(answer).toMatchObject({ data: { cases: null }, errors: ['cases'], asked: [], denied: ['Query.cases'] });
    const allowed = await casesFor(query, variables, 's');
    expect(allowed).toMatchObject({ data: { cases: given }, errors: [] });
  });

  it.each([
    [
      'in a filter that does not use it',
      '{ cases(filter: { kind: "x", and: [{ orderBy: OLDEST }] }, orderBy: OLDEST) { id } }',
      {},
    ],
    [
      'by a variable that is not given',
      'query ($v: String, $f: Filter) { cases(suspect: $v, filter: { name: $v, and: [$f] }) { id } }'
        .replace(', and: [$f]', '')
        .replace(', $f: Filter', ''),
      {},
    ],
    [
      'by a variable with a filter that does not use it',
      'query ($f: Filter) { cases(filter: $f) { id } }',
      { f: { kind: 'name', and: [] } },
    ],
    ['by an argument of the same text', '{ cases(after: "SUSPECT") { id } }', {}],
  ])('denies nothing %s', async (_, query, variables) => {
    expect(await casesFor(query, variables)).toMatchObject({ data: { cases: given }, errors: [] });
  });

  it('denies a count as it does a list', async () => {
    expect(await casesFor('{ total(filter: { name: "x" }) }')).toMatchObject({ data: { total: null }, asked: [] });
  });

  it('denies that field alone, under each of its response keys', async () => {
    const answer = await casesFor('query ($v: String) { open: total closed: total(filter: { name: $v }) }', { v: 'x' });
    expect(answer).toMatchObject({ data: { open: 7, closed: null }, errors: ['closed'] });
  });

  it('takes the right to everything that it reveals', async () => {
    for (const [scopes, allowed] of [
      ['s', false],
      ['t', false],
      ['s t', true],
    ] as const) {
      const answer = await casesFor('{ cases(groupBy: "x") { id } }', {}, scopes);
      expect(answer.data).toEqual({ cases: allowed ? given : null });
    }
  });

  it('is guarded on implementers by what the interface says', async () => {
    const answer = await casesFor('{ cases { size(by: "x") } }');
    expect(answer).toMatchObject({ data: { cases: [{ size: null }] }, errors: ['cases.@.size'] });
  });

  it('is judged anew when only variables change', async () => {
    const query = 'query ($f: Filter) { cases { related(filter: $f) { id } } }';
    expect((await casesFor(query, { f: { name: 'x' } })).data).toEqual({ cases: [{ related: null }] });
    expect((await casesFor(query, { f: { kind: 'x' } })).data).toEqual({ cases: [{ related: [] }] });
  });

  it('takes the right on every implementer where it names an interface, and to what is returned', async () => {
    const other = world(`
      type Query { find(name: String @guards(coordinate: "I.name"), owner: ID @guards(coordinate: "A.owner")): Int }
      interface I { name: String }
      type A implements I { name: String owner: Owner }
      type B implements I { name: String ${S} }
      union Owner = P | Q
      type P { id: ID }
      type Q @requiresScopes(scopes: [["q"]]) { id: ID }`);
    const found = { find: 1 };
    expect((await ask(other, '{ find(name: "x") }', { as: caller('q'), data: found })).data).toEqual({ find: null });
    expect((await ask(other, '{ find(name: "x") }', { as: caller('s'), data: found })).data).toEqual({ find: 1 });
    expect((await ask(other, '{ find(owner: "x") }', { as: caller('s'), data: found })).data).toEqual({ find: null });
    expect((await ask(other, '{ find(owner: "x") }', { as: caller('q'), data: found })).data).toEqual({ find: 1 });
  });
});

describe('a guard is refused', () => {
  it.each([
    [
      'that names no field of the schema',
      'a(b: Int @guards(coordinate: "Query.c")): Int',
      'Query.a(b:): expected @guards to name a field of the schema, got Query.c',
    ],
    ['that names no type of the schema', 'a(b: Int @guards(coordinate: "T.c")): Int', 'got T.c'],
    ['that names a type alone', 'a(b: Int @guards(coordinate: "Query")): Int', 'expected "Type.field", got Query'],
    [
      'that names more than a field',
      'a(b: Int @guards(coordinate: "Query.a.b")): Int',
      'expected "Type.field", got Query.a.b',
    ],
    ['without a coordinate', 'a(b: Int @guards): Int', 'expected the argument coordinate alone, got none'],
    [
      'beside a default, which would reveal to all',
      'a(b: Int = 1 @guards(coordinate: "Query.a")): Int',
      'Query.a(b:): expected no default value that uses what is guarded',
    ],
    [
      'where a default uses a guarded value',
      'a(b: E = X): Int } enum E { X @guards(coordinate: "Query.a") ',
      'Query.a(b:): expected no default value',
    ],
    [
      'where a default uses a guarded input field',
      'a(b: In = { c: [{ d: 1 }] }): Int } input In { c: [In!] d: Int @guards(coordinate: "Query.a") ',
      'Query.a(b:): expected no default value',
    ],
    [
      'where an input field has a default',
      'a(b: In): Int } input In { d: Int = 1 @guards(coordinate: "Query.a") ',
      'In.d: expected no default value',
    ],
  ])('%s', (_, body, problem) => {
    expect(() => readRequirements(`${LINKS} type Query { ${body} }`)).toThrow(problem);
  });
});
