// Names that mean something to JavaScript, or to the gateway itself.
import { GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { filterOperation } from '#gateway/authorization/index.ts';
import { ask, caller, world } from '../world.ts';
import { CLOSED, campaign } from './campaign.ts';

describe('names', () => {
  const names = world(`
    type Query { constructor: constructor toString(hasOwnProperty: Int): Int ${CLOSED} items: [valueOf] }
    type constructor { prototype: Int ${CLOSED} valueOf: Int }
    interface valueOf { id: Int hasOwnProperty: Int ${CLOSED} }
    type isPrototypeOf implements valueOf { id: Int hasOwnProperty: Int ${CLOSED} }
    type propertyIsEnumerable implements valueOf { id: Int hasOwnProperty: Int }`);
  const values = {
    constructor: { prototype: 1, valueOf: 2 },
    items: [
      { __typename: 'isPrototypeOf', hasOwnProperty: 1 },
      { __typename: 'propertyIsEnumerable', hasOwnProperty: 2 },
    ],
  };

  it.each([
    ['{ constructor { prototype valueOf } }', { constructor: { prototype: null, valueOf: 2 } }],
    ['{ toString(hasOwnProperty: 1) }', { toString: null }],
    ['{ items { hasOwnProperty } }', { items: [{ hasOwnProperty: null }, { hasOwnProperty: 2 }] }],
    [
      '{ items { constructor: hasOwnProperty toString: hasOwnProperty valueOf: id } }',
      {
        items: [
          { constructor: null, toString: null, valueOf: null },
          { constructor: 2, toString: 2, valueOf: null },
        ],
      },
    ],
  ])('of Object.prototype are names like others: %s', async (query, expected) => {
    const answer = await ask(names, query, { as: caller(), data: values });
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected));
  });

  it('of Object.prototype do not stand for missing data', () => {
    const { schema, requirements } = names;
    const filtered = filterOperation({
      schema,
      requirements,
      document: parse('{ constructor { prototype toString: valueOf } }'),
      caller: caller(),
    });
    expect(JSON.stringify(filtered.reshape({ constructor: {} }))).toBe(
      '{"constructor":{"prototype":null,"toString":null}}',
    );
    expect(JSON.stringify(filtered.reshape({}))).toBe('{"constructor":null}');
  });

  it('of Object.prototype as variables switch nothing on', async () => {
    const query = 'query ($constructor: Boolean = true) { toString @skip(if: $constructor) items { id } }';
    const answer = await ask(names, query, { as: caller(), data: values });
    expect(answer.data).toEqual({ items: [{ id: null }, { id: null }] });
  });

  it('of Object.prototype stand for no variable that was not given', () => {
    const { schema, requirements } = names;
    const document = parse('query ($toString: Boolean!) { toString @include(if: $toString) items { id } }');
    expect(filterOperation({ schema, requirements, document, variables: {}, caller: caller() }).errors).toEqual([]);
  });

  it('of what is made mean nothing more than themselves', () => {
    const { schema, requirements } = names;
    const filtered = filterOperation({
      schema,
      requirements,
      document: parse('{ constructor { prototype } }'),
      caller: caller(),
    });
    const shaped = filtered.reshape({ constructor: { __type_of: 'constructor' } });
    expect(Object.getPrototypeOf(shaped)).toBeNull();
    expect(Object.getPrototypeOf(shaped?.constructor)).toBeNull();
  });

  it.each(['__proto__', '__type_of', '__typename', '__x'])(
    'that begin with two underscores are no aliases: %s',
    (alias) => {
      const { schema, requirements } = campaign;
      const queries = [
        `{ ${alias}: one { id } }`,
        `{ one { ...F } } fragment F on A { ${alias}: secret }`,
        `{ one { ... { ${alias}: __typename } } }`,
      ];
      for (const query of queries) {
        let code: unknown;
        try {
          filterOperation({ schema, requirements, document: parse(query), caller: caller('s') });
        } catch (error) {
          code = error instanceof GraphQLError ? error.extensions : error;
        }
        expect(code).toEqual({ code: 'BAD_REQUEST', http: { status: 400 } });
      }
    },
  );
});
