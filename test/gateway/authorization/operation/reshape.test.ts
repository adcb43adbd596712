// What reshaping does with data that no honest subgraph sends.
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { filterOperation } from '#gateway/authorization/index.ts';
import { ask, caller, world } from '../world.ts';

const S = '@requiresScopes(scopes: [["s"]])';
const tiny = world(`
  type Query { items: [I!] one: I both: P }
  interface I { x: Int json: Json link: I }
  interface P { link: I }
  type A implements I & P { x: Int ${S} json: Json link: B }
  type B implements I & P { x: Int json: Json link: I }
  scalar Json`);

function reshaped(query: string, data: unknown): unknown {
  const { reshape } = filterOperation({ ...tiny, document: parse(query), caller: caller() });
  return JSON.parse(JSON.stringify(reshape(data as Record<string, unknown>)));
}

describe('reshaping', () => {
  it.each([
    ['an object that does not tell its type', { one: { x: 1 } }],
    ['an object that tells a type by its prototype', { one: Object.create({ __type_of: 'B', x: 1 }) }],
    ['a type that is not of the schema', { one: { __type_of: 'Z', x: 1 } }],
    ['a type called like a method', { one: { __type_of: 'constructor', x: 1 } }],
    ['a type that is no text', { one: { __type_of: ['B'], x: 1 } }],
    ['a text where an object belongs', { one: 'B' }],
  ])('hides %s', (_, data) => {
    expect(reshaped('{ one { x } }', data)).toEqual({ one: null });
  });

  it('hides what is no list where a list belongs', () => {
    expect(reshaped('{ items { x } }', { items: { __type_of: 'B', x: 1 } })).toEqual({ items: null });
  });

  it('drops keys that were not asked for, a denied one above all', () => {
    const data = { one: { __type_of: 'A', x: 1, more: 2 }, items: [{ __type_of: 'B', x: 1, more: 2 }], more: 3 };
    expect(reshaped('{ one { x } items { x } }', data)).toEqual({ one: { x: null }, items: [{ x: 1 }] });
  });

  it('leaves a scalar as it is, even one that looks like an object of ours', () => {
    const json = { __type_of: 'A', x: [{ __typename: 'A' }] };
    expect(reshaped('{ one { x json } }', { one: { __type_of: 'B', x: 1, json } })).toEqual({ one: { x: 1, json } });
  });

  it('leaves an object as it is where a fragment is filtered elsewhere, but not here', async () => {
    const wide = world(`
      type Query { a: A i: I }
      interface I { link: Wide }
      type A implements I { link: Narrow x: Int ${S} }
      type B implements I { link: Wide }
      interface Wide { y: Int }
      interface Narrow implements Wide { y: Int }
      type C implements Wide & Narrow { y: Int }
      type D implements Wide & Narrow { y: Int }
      type E implements Wide { y: Int ${S} }`);
    const query = '{ a { x ...F } i { ...F } } fragment F on I { link { y } }';
    const data = {
      a: { link: { __typename: 'C', y: 1 } },
      i: { __typename: 'B', link: { __typename: 'E', y: 2 } },
    };
    const answer = await ask(wide, query, { as: caller(), data });
    expect(answer.sent).toContain('...F');
    expect(answer.data).toEqual({ a: { x: null, link: { y: 1 } }, i: { link: { y: null } } });
  });

  it('does not change what it is given', () => {
    const data = { one: { __type_of: 'A', link: { __type_of: 'B', x: 1 } } };
    const before = JSON.stringify(data);
    reshaped('{ one { x link { x } } }', data);
    expect(JSON.stringify(data)).toBe(before);
  });

  it('keeps null, and the absence of data', () => {
    expect(reshaped('{ one { x } }', null)).toBeNull();
    expect(reshaped('{ one { x } }', undefined)).toBeNull();
    expect(reshaped('{ one { x } items { x } }', { one: null })).toEqual({ one: null, items: null });
  });
});
