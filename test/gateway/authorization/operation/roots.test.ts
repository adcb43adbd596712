// Root types, and which operation of a document runs.
import { GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { filterOperation } from '#gateway/authorization/index.ts';
import { ask, caller, world } from '../world.ts';
import { CLOSED, campaign, data } from './campaign.ts';

describe('root types', () => {
  it('of a mutation are filtered before anything runs', async () => {
    const answer = await ask(campaign, 'mutation { change(to: 1) { open secret } erase }', { as: caller(), data });
    expect(answer.data).toEqual({ change: { open: 'a', secret: null }, erase: null });
    expect(answer.asked).toEqual(['A.open', 'Mutation.change']);
    expect(answer.errors).toEqual(['change.secret', 'erase']);
  });

  it('that are closed close each of their fields, with the shape kept', async () => {
    const closed = world(`type Query ${CLOSED} { a: Int b: Query must: Int! }`);
    const answer = await ask(closed, '{ __typename a b { a } ...F } fragment F on Query { x: a }', {
      as: caller(),
      data: {},
    });
    expect(answer.data).toEqual({ __typename: 'Query', a: null, b: null, x: null });
    expect(answer.errors).toEqual(['a', 'b', 'x']);
    expect(answer.asked).toEqual([]);
    expect((await ask(closed, '{ a must }', { as: caller() })).data).toBeNull();
  });

  it('that are closed are hidden where another field returns them', async () => {
    const nested = world(`
      type Query { a: Int open: Gate }
      type Gate { query: [Root] }
      union Root = Query | Gate`);
    const answer = await ask(nested, '{ a open { query { ...F } } } fragment F on Query { a }', {
      as: caller(),
      data: { a: 1, open: { query: [{ __typename: 'Query', a: 2 }] } },
    });
    expect(answer.data).toEqual({ a: 1, open: { query: [{ a: 2 }] } });
    const closed = world(`
      type Query ${CLOSED} { a: Int }
      type Mutation { go: Gate }
      type Gate { query: [Root] }
      union Root = Query | Gate`);
    const refused = await ask(closed, 'mutation { go { query { ... on Query { a } } } }', {
      as: caller(),
      data: { go: { query: [{ __typename: 'Query', a: 2 }, { __typename: 'Gate' }] } },
    });
    expect(refused.data).toEqual({ go: { query: [null, {}] } });
    expect(refused.errors).toEqual(['go.query.@ on Query']);
  });
});

describe('of several operations in one document', () => {
  const query = 'query Open { one { open } } query Closed { one { secret } code }';
  it('the one that runs is judged, and alone is sent on', async () => {
    const open = await ask(campaign, query, { as: caller(), data, operationName: 'Open' });
    expect([open.data, open.errors]).toEqual([{ one: { open: 'a' } }, []]);
    expect(open.sent).not.toContain('secret');
    const closed = await ask(campaign, query, { as: caller(), data, operationName: 'Closed' });
    expect([closed.data, closed.errors]).toEqual([{ one: { secret: null }, code: null }, ['one.secret', 'code']]);
  });

  it.each([[undefined], ['Other']])('none is guessed: %s', (operationName) => {
    const { schema, requirements } = campaign;
    const options = { schema, requirements, document: parse(query), caller: caller() };
    expect(() => filterOperation(operationName ? { ...options, operationName } : options)).toThrow(GraphQLError);
  });
});
