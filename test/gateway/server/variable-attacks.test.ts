// Variables that no operation declares. The gateway makes variables of literals: a client that knows their names must not
// put values of its own in their place, past the rights and bounds that looked at the literals.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AnyGateway, anySupergraph } from './any-supergraph.ts';
import { zoo } from './zoo.ts';

const names = (value: unknown) =>
  Object.fromEntries(['__l0', '__l1', '__a_representations', 'representations'].map((name) => [name, value]));

describe.each([true, false])('a variable that is not declared, with preparedOperations: %s', (preparedOperations) => {
  let running: AnyGateway;
  beforeAll(async () => {
    running = await anySupergraph(zoo(), { preparedOperations });
  }, 60_000);
  afterEach(() => void running.asked());
  afterAll(() => running.close());

  /** Twice: as Apollo Server gives it to the executor, and as it is prepared. */
  async function sentTo(subgraph: string, query: string, variables: unknown) {
    const of = running.subgraphs.get(subgraph);
    for (const _ of ['first', 'again']) expect((await running.ask(query, { variables })).status).toBe(200);
    return (of?.received ?? []).map(({ variables: sent }) => JSON.stringify(sent));
  }

  it('takes the place of no literal: a filter that was not denied stays as it was written', async () => {
    const sent = await sentTo('one', '{ keepers(filter: { born: 1 }) { id } }', names({ name: 'hidden name' }));
    expect(sent).toEqual(Array(2).fill('{"__l0":{"born":1}}'));
  });

  it('takes the place of no literal: a page within the budget stays as long as it was written', async () => {
    const sent = await sentTo('one', '{ keepers(first: 3) { id } }', names(900_000));
    expect(sent).toEqual(Array(2).fill('{"__l0":3}'));
  });

  it('takes the place of no variable that has another name where it is planned', async () => {
    const query = 'query ($representations: Filter) { keepers(filter: $representations) { id } }';
    const sent = await sentTo('one', query, {
      representations: { born: 1 },
      __a_representations: { name: 'hidden name' },
    });
    expect(sent).toEqual(Array(2).fill('{"__a_representations":{"born":1}}'));
  });

  it('takes the place of no entity', async () => {
    const forged = [{ __typename: 'Keeper', id: 'forged' }];
    const sent = await sentTo('two', '{ keeper { id town } }', names(forged));
    expect(sent).toEqual(Array(2).fill('{"representations":[{"__typename":"Keeper","id":"k1"}]}'));
  });
});

describe.each([true, false])('variables that do not fit, with preparedOperations: %s', (preparedOperations) => {
  let running: AnyGateway;
  beforeAll(async () => {
    running = await anySupergraph(zoo(), { preparedOperations });
  }, 60_000);
  afterAll(() => running.close());

  const FILTERED = 'query ($f: Filter) { keepers(filter: $f) { id } }';
  /** Twice: before the operation is prepared, and after. */
  async function refused(variables: unknown) {
    const first = await running.ask(FILTERED, { variables });
    await running.ask(FILTERED);
    const again = await running.ask(FILTERED, { variables });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    return again;
  }

  it('in a thousand places are told in ten', async () => {
    const { status, errors } = await refused({ f: { all: Array.from({ length: 1_000 }, () => ({ born: 'x' })) } });
    expect(status).toBe(400);
    expect(errors).toEqual(Array(10).fill('(BAD_USER_INPUT)'));
  });

  it('deeper than anything can be read are the fault of whoever sent them', async () => {
    const deep = `{"f":${'{"all":['.repeat(9_000)}{"born":1}${']}'.repeat(9_000)}}`;
    const { status, errors } = await refused(JSON.parse(deep));
    expect([status, ...errors]).toEqual([400, '(BAD_USER_INPUT)']);
  });

  it('are not quoted as a whole, however much stands around what is wrong', async () => {
    const fields = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`x${index}`, index]));
    const { text, errors } = await refused({ f: fields });
    expect(errors).toEqual(Array(10).fill('(BAD_USER_INPUT)'));
    expect(text.length).toBeLessThan(15_000);
    expect(text).toContain('Field \\"x0\\" is not defined by type \\"Filter\\".');
    expect(text).toContain('Variable \\"$f\\" got invalid value { x0: 0,');
  });
});
