import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ANONYMOUS, type Caller, createFilter, decisionVector } from '#gateway/authorization/index.ts';
import { caller, world } from '../world.ts';

const S = '@requiresScopes(scopes: [["s"]])';
const { schema, requirements } = world(`
  type Query { open: Int secret: Int ${S} other: Int @requiresScopes(scopes: [["o"]]) labelled: Int @policy(policies: [["l"]]) self: Query items: [I] find(name: String @guards(coordinate: "Query.secret")): Int }
  interface I { x: Int y: Int }
  type A implements I { x: Int ${S} y: Int }
  type B implements I { x: Int y: Int }`);

const text = '{ open secret labelled items { x } }';

function filtering(query = text, options: { cacheSize?: number } = {}) {
  const filter = createFilter({ schema, requirements, ...options });
  const document = parse(query, { noLocation: true });
  return {
    filter,
    as: (who: Caller, variables: Record<string, unknown> = {}) =>
      filter.filter(filter.prepare(document, undefined, query), variables, who),
  };
}

describe('filtered operations', () => {
  it.each([
    ['privileged, then anonymous', [caller('s', ['l']), ANONYMOUS, caller('s', ['l']), ANONYMOUS]],
    ['anonymous, then privileged', [ANONYMOUS, caller('s', ['l']), ANONYMOUS]],
  ])('are never those of another caller: %s', (_, callers) => {
    const { as } = filtering();
    for (const each of callers) {
      const { document, denied, reshape } = as(each);
      const privileged = each !== ANONYMOUS;
      expect(print(document).includes('secret')).toBe(privileged);
      expect(denied.length === 0).toBe(privileged);
      expect(reshape({ open: 1, secret: 2 })?.secret).toBe(privileged ? 2 : null);
    }
  });

  it('are shared by callers with equal rights, whatever else they hold', () => {
    const { as } = filtering();
    const one = as(caller('s o x y'));
    expect(as({ ...caller('s'), labels: new Set(['m']) })).toBe(one);
    expect(as(caller('s', ['l']))).not.toBe(one);
  });

  it('have one plan key for one filtered document, and different ones for different documents', () => {
    const { as } = filtering();
    const keys = [caller('s', ['l']), caller('s'), caller('', ['l']), caller()].map((each) => as(each).planKey());
    expect(new Set(keys).size).toBe(4);
    expect(as(ANONYMOUS).planKey()).toBe(keys[3]);
    expect(filtering('{ open   secret }').as(caller()).planKey()).toBe(filtering('{ open }').as(caller()).planKey());
  });

  it('do not depend on scopes that the operation does not need', () => {
    const { filter } = filtering();
    const operation = filter.prepare(parse('{ open secret }'), undefined, 'x');
    const vector = (who: Caller) => decisionVector(requirements, operation, who, {});
    expect(vector(caller('o', ['l']))).toBe(vector(caller()));
    expect(vector(caller('s'))).not.toBe(vector(caller()));
    expect(operation.labels).toEqual([]);
    expect(filter.prepare(parse('{ labelled }'), undefined, 'y').labels).toEqual(['l']);
  });

  it('are told apart by the name of the operation', () => {
    const filter = createFilter({ schema, requirements });
    const document = parse('query A { open } query B { secret }');
    const denied = (name: string) => filter.filter(filter.prepare(document, name, 'h'), {}, caller()).denied;
    expect([denied('A'), denied('B'), denied('A')]).toEqual([[], ['Query.secret'], []]);
  });

  it('are told apart by what variables hit', () => {
    const { as } = filtering('query ($n: String) { find(name: $n) }');
    expect(as(caller(), {}).denied).toEqual([]);
    expect(as(caller(), { n: 'x' }).denied).toEqual(['Query.find']);
    expect(as(caller(), {}).denied).toEqual([]);
    expect(as(caller('s'), { n: 'x' }).planKey()).toBe(as(caller(), {}).planKey());
  });

  it('share a document, but neither errors nor shape, between values of conditions', () => {
    const { as } = filtering('query ($v: Boolean!) { open secret @include(if: $v) }');
    const [shown, hidden] = [as(caller(), { v: true }), as(caller(), { v: false })];
    expect(shown.document).toBe(hidden.document);
    expect([shown.errors.length, hidden.errors.length]).toEqual([1, 0]);
    expect(Object.keys(shown.reshape({ open: 1 }) ?? {})).toEqual(['open', 'secret']);
    expect(Object.keys(hidden.reshape({ open: 1 }) ?? {})).toEqual(['open']);
  });

  it('answer for many callers in turn with what is theirs', () => {
    const { as } = filtering(text, { cacheSize: 3 });
    for (let round = 0; round < 200; round++) {
      const held = [round & 1 ? 's' : '', round & 2 ? 'o' : ''].join(' ');
      const { denied } = as(caller(held, round & 4 ? ['l'] : []));
      const expected = [
        round & 1 ? [] : ['A.x'],
        round & 4 ? [] : ['Query.labelled'],
        round & 1 ? [] : ['Query.secret'],
      ];
      expect(denied).toEqual(expected.flat());
    }
  });

  it('that were parsed from a long text count for several of those held', () => {
    const { filter } = filtering(text, { cacheSize: 3 });
    const prepare = (hash: string, query: string) => filter.prepare(parse(query), undefined, hash);
    const long = prepare('long', `{ open }${' '.repeat(2_000)}`);
    const other = prepare('other', '{ open }');
    expect(prepare('other', '{ open }')).toBe(other);
    expect(prepare('long', '{ open }')).not.toBe(long);
  });

  it('that are written out by type count for several of those held', () => {
    const fields = Array.from({ length: 60 }, (_, index) => `x${index}: x`).join(' ');
    const { as } = filtering(`{ open items { ${fields} } labelled }`, { cacheSize: 2 });
    const [small, large] = [as(caller('s', ['l'])), as(caller())];
    expect(as(caller())).toBe(large);
    expect(as(caller('s', ['l']))).not.toBe(small);
  });

  it('are held for as many values of conditions as for callers', () => {
    const { as } = filtering('query ($v: Boolean!) { open secret @include(if: $v) }', { cacheSize: 1 });
    const shown = as(caller(), { v: true });
    expect(as(caller(), { v: true })).toBe(shown);
    as(caller(), { v: false });
    expect(as(caller(), { v: true })).not.toBe(shown);
  });

  it('of another filter are refused: it may be of another schema', () => {
    const prepared = filtering().filter.prepare(parse('{ open }'), undefined, 'x');
    expect(() => filtering().filter.filter(prepared, {}, caller())).toThrow(
      'expected an operation that this filter prepared',
    );
  });

  it('follow a schema that was replaced', () => {
    const before = world('type Query { a: Int }');
    const after = world(`type Query { a: Int ${S} }`);
    const document = parse('{ a }');
    const denied = [before, after, before].map((each) => {
      const filter = createFilter(each);
      return filter.filter(filter.prepare(document, undefined, 'h'), {}, caller()).denied;
    });
    expect(denied).toEqual([[], ['Query.a'], []]);
  });
});

describe('a field that itself asks for nothing', () => {
  it('is denied where it can return hidden objects alone, and not where it can return others', () => {
    const filter = createFilter(
      world(`
        type Query { only: H some: [N] }
        interface N { x: Int }
        type H implements N ${S} { x: Int }
        type O implements N { x: Int }`),
    );
    const prepared = filter.prepare(parse('{ only { x } some { x } }'), undefined, 'h');
    const { denied, document } = filter.filter(prepared, {}, caller());
    expect(denied).toEqual(['H', 'Query.only']);
    expect(print(document)).not.toContain('only');
    expect(filter.filter(prepared, {}, caller('s')).denied).toEqual([]);
  });
});

describe('a small operation', () => {
  it('that would be large once split by type is refused', () => {
    const types = Array.from(
      { length: 12 },
      (_, index) => `type T${index} implements N { n: N x: Int ${index === 0 ? S : ''} }`,
    );
    const wide = world(
      `type Query { n: N } interface N { n: N x: Int } ${types.join(' ')}`.replaceAll('n: N x', `n: N x`),
    );
    const closed = world(
      `type Query { n: N } interface N { n: N x: Int } ${types.join(' ').replace('n: N x', `n: N ${S} x`)}`,
    );
    const nested = (depth: number): string => (depth === 0 ? 'x' : `n { ${nested(depth - 1)} }`);
    const filter = (of: typeof wide, depth: number) => {
      const each = createFilter(of);
      return each.filter(each.prepare(parse(`{ ${nested(depth)} }`), undefined, 'h'), {}, caller());
    };
    expect(filter(wide, 8).denied).toEqual(['T0.x']);
    expect(filter(closed, 3).denied).toEqual(['T0.n', 'T0.x']);
    expect(() => filter(closed, 9)).toThrow(
      'Expected an operation of at most 20000 selections once written out by type',
    );
  });

  it('of fragments within fragments costs no exponential time', () => {
    const levels = Array.from(
      { length: 24 },
      (_, index) => `fragment F${index} on Query { self { ...F${index + 1} } ... { self { ...F${index + 1} } } }`,
    );
    const bomb = (field: string) => `{ ...F0 } ${levels.join(' ')} fragment F24 on Query { ${field} }`;
    expect(filtering(bomb('open')).as(caller()).denied).toEqual([]);
    expect(() => filtering(bomb('open secret')).as(caller())).toThrow(
      'Expected an operation of at most 20000 selections',
    );
  });
});
