// The path of an error that a subgraph answers reaches the client where it is one of the operation; its own words do not.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyGateway, anySupergraph } from './any-supergraph.ts';
import { zoo } from './zoo.ts';

let running: AnyGateway;
beforeAll(async () => {
  running = await anySupergraph(zoo());
}, 60_000);
afterAll(() => running.close());

/** What the client is told where the subgraph's error has this path. */
async function told(path: unknown, query = '{ keepers { id mine: born } }') {
  const one = running.subgraphs.get('one');
  const keepers = [{ __typename: 'Keeper', id: 'k1', __a_mine: null }];
  one?.behave(() => JSON.stringify({ data: { keepers }, errors: [{ message: 'hidden message', path }] }));
  const { text, errors } = await running.ask(query);
  one?.behave(undefined);
  expect(text).not.toContain('hidden');
  return errors;
}

describe('the path of a subgraph’s error', () => {
  it('is told in the client’s own names', async () => {
    expect(await told(['keepers', 0, '__a_mine'])).toEqual(['keepers.0.mine (INTERNAL_SERVER_ERROR)']);
  });

  it.each([
    ['a sentence', ['keepers', 'hidden name of the keeper']],
    ['a name that was not asked for', ['keepers', 0, 'hidden']],
    ['a part of a name that was asked for', ['keep']],
    ['a number that is no place', ['keepers', 0.5]],
    ['an object', ['keepers', { hidden: 1 }]],
    ['more steps than any operation has', Array(201).fill('keepers')],
    ['no list', 'keepers'],
  ])('is left out where it is %s', async (_, path) => {
    expect(await told(path)).toEqual(['(INTERNAL_SERVER_ERROR)']);
  });
});
