// A plan of several steps, and a subgraph in it that hangs: it costs one time-out at most, however often it is asked.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { within } from '../within.ts';
import { type AnyGateway, anySupergraph } from './any-supergraph.ts';
import type { MockSubgraph } from './mock-subgraph.ts';

const TIMEOUT_MS = 600;
const NEVER = () => new Promise<undefined>(() => undefined);

let any: AnyGateway;
beforeAll(async () => {
  any = await anySupergraph(
    {
      roots: {
        sdl: 'type Query { items: [Item!]! } type Item @key(fields: "id") { id: ID! } type Mutation { other: Int }',
        resolvers: { Query: { items: () => [{ id: '1' }, { id: '2' }] }, Mutation: { other: () => 7 } },
      },
      slow: {
        sdl: `type Item @key(fields: "id") {
            id: ID! p: Int y: Int @external z: Int @requires(fields: "y") w: Int @external v: Int @requires(fields: "w")
          } type Mutation { change: Int }`,
        resolvers: {
          Item: {
            __resolveReference: ({ id, y = 0, w = 0 }: { id: string; y?: number; w?: number }) => ({
              id,
              p: Number(id),
              z: y + 1,
              v: w + 1,
            }),
          },
          Mutation: { change: () => 1 },
        },
      },
      between: {
        sdl: `type Item @key(fields: "id") { id: ID! p: Int @external y: Int @requires(fields: "p") w: Int }`,
        resolvers: { Item: { __resolveReference: ({ id }: { id: string }) => ({ id, y: 10, w: 20 }) } },
      },
    },
    {
      subgraphs: {
        all: { timeout: '20s', breaker: { failures: 1_000 } },
        slow: { timeout: `${TIMEOUT_MS}ms` },
        between: { timeout: `${TIMEOUT_MS * 2}ms` },
      },
    },
  );
});
afterEach(() => {
  for (const each of any.subgraphs.values()) each.behave(undefined);
});
afterAll(() => any.close());

const subgraph = (name: string): MockSubgraph => {
  const found = any.subgraphs.get(name);
  if (!found) throw new Error(`expected ${name}`);
  return found;
};
/** The texts of what it was sent since it was asked last. */
const sent = (name: string) =>
  subgraph(name)
    .received.splice(0)
    .map(({ query }) => query);
/** Answers once, after so long, and then no more. */
const late = (name: string, wait: number, data: unknown) => {
  let calls = 0;
  subgraph(name).behave(
    () =>
      new Promise((done) => {
        calls += 1;
        if (calls === 1) setTimeout(() => done(JSON.stringify({ data })), wait);
      }),
  );
};
/** `slow`, then `between`, then `slow` again. */
const CHAIN = '{ items { id p y z } }';
/** `slow`, and meanwhile `between`, which `slow` waits for to be asked again. */
const FORK = '{ items { id p w v } }';
const UNAVAILABLE = (name: string) => ({ code: 'PARTICIPANT_UNAVAILABLE', participant: name });
const extensions = (text: string) =>
  (JSON.parse(text) as { errors?: { extensions: unknown }[] }).errors?.map((error) => error.extensions);

describe('a subgraph that a plan asks twice, one after the other,', () => {
  it.each([
    [CHAIN, { y: 10, z: 11 }],
    [FORK, { w: 20, v: 21 }],
  ])('is asked twice where it answers: %s', async (text, own) => {
    sent('slow');
    expect((await any.ask(text)).data).toEqual({ items: ['1', '2'].map((id) => ({ id, p: Number(id), ...own })) });
    expect(sent('slow')).toHaveLength(2);
  });

  it('and hangs costs one time-out from its first call', () =>
    within(TIMEOUT_MS, async () => {
      subgraph('slow').behave(NEVER);
      late('between', TIMEOUT_MS * 0.5, { _entities: [1, 2].map(() => ({ w: 20 })) });
      sent('slow');
      const { data, text } = await any.ask(FORK);
      expect(data).toEqual({ items: ['1', '2'].map((id) => ({ id, p: null, w: 20, v: null })) });
      expect(extensions(text)).toEqual([UNAVAILABLE('slow')]);
      expect(sent('slow')).toHaveLength(2);
    }));

  it('and hangs is not asked again once its time is over', () =>
    within(TIMEOUT_MS * 1.5, async () => {
      subgraph('slow').behave(NEVER);
      late('between', TIMEOUT_MS * 1.5, { _entities: [1, 2].map(() => ({ w: 20 })) });
      sent('slow');
      const { data, text } = await any.ask(FORK);
      expect(data).toEqual({ items: ['1', '2'].map((id) => ({ id, p: null, w: 20, v: null })) });
      expect(extensions(text)).toEqual([UNAVAILABLE('slow')]);
      expect(sent('slow')).toHaveLength(1);
    }));

  it('and answers late, then hangs, costs one time-out all the same', () =>
    within(TIMEOUT_MS, async () => {
      late('slow', TIMEOUT_MS * 0.5, { _entities: [1, 2].map((p) => ({ p })) });
      sent('slow');
      const { data, text } = await any.ask(CHAIN);
      expect(data).toEqual({ items: ['1', '2'].map((id) => ({ id, p: Number(id), y: 10, z: null })) });
      expect(extensions(text)).toEqual([UNAVAILABLE('slow')]);
      expect(sent('slow')).toHaveLength(2);
    }));

  it('is not asked, nor named, for what another that hangs was to give', async () => {
    subgraph('between').behave(NEVER);
    const { data, text } = await within(TIMEOUT_MS * 2, async () => {
      sent('slow');
      return any.ask('{ items { id v } }');
    });
    expect(data).toEqual({ items: ['1', '2'].map((id) => ({ id, v: null })) });
    expect(extensions(text)).toEqual([UNAVAILABLE('between')]);
    expect(sent('slow')).toEqual([]);
  });

  it('and hangs behind another that was late costs the wait for both', async () => {
    await within(TIMEOUT_MS * 2.5, async () => {
      late('between', TIMEOUT_MS * 1.5, { _entities: [1, 2].map(() => ({ w: 20 })) });
      subgraph('slow').behave(NEVER);
      const { text } = await any.ask('{ items { id v } }');
      expect(extensions(text)).toEqual([UNAVAILABLE('slow')]);
    });
  });
});

describe('a mutation', () => {
  it('goes on after a subgraph that hangs, which is asked no more: nothing is sent twice or late', async () => {
    subgraph('slow').behave(NEVER);
    const { data, text } = await within(TIMEOUT_MS, async () => {
      sent('slow');
      return any.ask('mutation { one: change other two: change }');
    });
    expect(data).toEqual({ one: null, other: 7, two: null });
    expect(extensions(text)).toEqual([UNAVAILABLE('slow')]);
    expect(sent('slow')).toEqual(['mutation{__a_one:change}']);
  });
});
