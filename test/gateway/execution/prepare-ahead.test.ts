// Operations of a manifest, prepared for a schema that does not take traffic yet.
import { buildSchema, print } from 'graphql';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { readRequirements, schemaRights } from '#gateway/authorization/index.ts';
import type { Generation } from '#gateway/execution/generation.ts';
import { prepareAhead } from '#gateway/execution/prepare-ahead.ts';
import { preparedOperations } from '#gateway/execution/prepared-operations.ts';
import { recentUses } from '#gateway/execution/recent-uses.ts';
import { gatewayMetrics } from '#gateway/operations/metrics.ts';
import { operationList } from '#gateway/persisted/operation-list.ts';
import { PlanningRefused } from '#gateway/planning/thread/planning-refused.ts';
import { allRules } from '#gateway/protection/rules.ts';
import { idOf } from '../persisted/written-manifest.ts';

const limits = {
  maxTokens: 250,
  maxDepth: 5,
  maxSelections: 10,
  maxConditions: 2,
  maxNodes: 10,
  maxPlanningMs: 10_000,
  maxPlansWaiting: 10,
  maxBodyBytes: 1_000,
};
const SDL = 'type Query { a: Query b: Int list(first: Int): [Query!] }';

const list = (...texts: readonly string[]) =>
  operationList(texts.map((text, index) => ({ id: idOf(text), name: `Operation${index}`, text })));

/** A generation whose plans take `work`. */
function generation(work: (text: string) => boolean = () => true, hasRoom = () => true): Generation {
  const schema = buildSchema(SDL);
  return {
    schema,
    rights: schemaRights({ schema, requirements: readRequirements(SDL), policies: () => undefined }),
    prepared: preparedOperations(schema),
    lately: recentUses(),
    hasRoom,
    plans: (document: { loc?: { source: { body: string } } }) => [async () => work(document.loc?.source.body ?? '')],
  } as unknown as Generation;
}

function ahead(patienceMs?: number, stopping = new AbortController()) {
  const log: { level: number; msg: string; operation?: { name: string; id: string }; faults?: string[] }[] = [];
  const logger = pino({}, { write: (line: string) => void log.push(JSON.parse(line) as (typeof log)[number]) });
  const prepare = prepareAhead({
    rules: allRules({ introspection: false, limits }),
    limits,
    logger,
    metrics: gatewayMetrics(),
    signal: stopping.signal,
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
  return { prepare, log, stopping };
}

describe('an operation that is prepared ahead', () => {
  it.each([
    ['does not parse', '{ b', /Syntax Error/],
    ['has too many tokens', `{ ${'b '.repeat(300)}}`, /250 tokens/],
    ['nests too deeply', `{ ${'... { '.repeat(80)}b${' }'.repeat(80)} }`, /brackets/],
    ['asks for what is not there', 'query X { nothing }', /Cannot query field "nothing"/],
    ['asks about the schema', '{ __schema { queryType { name } } }', /introspection/],
    [
      'selects too much',
      `{ ${Array.from({ length: 11 }, (_, index) => `f${index}: b`).join(' ')} }`,
      /at most 10 selections/,
    ],
    ['has too many levels', `{ ${'a { '.repeat(5)}b${' }'.repeat(5)} }`, /at most 5 levels/],
    ['asks for too many nodes', '{ list(first: 11) { b } }', /at most 10 nodes, got 11/],
  ])('is told by name, id and fault where it %s, and stops nothing', async (_, text, fault) => {
    const next = generation();
    const { prepare, log } = ahead();
    await prepare(list('{ b }', text, '{ a { b } }'), next, undefined);
    const errors = log.filter(({ level }) => level === 50);
    expect(errors).toMatchObject([{ operation: { name: 'Operation1', id: idOf(text) } }]);
    expect(errors[0]?.faults?.join()).toMatch(fault);
    expect(['{ b }', text, '{ a { b } }'].map((each) => next.prepared.find(each, null) !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('is told where it cannot be planned, and is not prepared then', async () => {
    const next = generation((text) => {
      if (text === '{ b }') throw new Error('no plan');
      return true;
    });
    const { prepare, log } = ahead();
    await prepare(list('{ b }', '{ a { b } }'), next, undefined);
    expect(log.filter(({ level }) => level === 50)).toMatchObject([
      { operation: { id: idOf('{ b }') }, faults: ['Error: no plan'] },
    ]);
    expect(next.prepared.find('{ b }', null)).toBeUndefined();
    expect(next.prepared.find('{ a { b } }', null)).toBeDefined();
  });

  it('gives way to requests between one operation and the next', async () => {
    const turns: number[] = [];
    let turn = 0;
    const ticking = setInterval(() => {
      turn += 1;
    });
    const next = generation();
    const slow = generation(() => {
      for (const end = performance.now() + 5; performance.now() < end; );
      return turns.push(turn) > 0;
    });
    const texts = list(...Array.from({ length: 5 }, (_, index) => `{ f${index}: b }`));
    await ahead().prepare(texts, slow, next);
    clearInterval(ticking);
    // Every plan in a turn of its own, though each takes longer than one.
    expect(new Set(turns).size).toBe(turns.length);
  });

  it('is planned only as long as no plan is forgotten for another', async () => {
    let planned = 0;
    const next = generation(
      () => {
        planned += 1;
        return true;
      },
      () => planned < 2,
    );
    const { prepare, log } = ahead();
    const texts = ['{ a { b } }', '{ b }', 'query A { b }', 'query B { b }'];
    await prepare(list(...texts), next, undefined);
    expect(planned).toBe(2);
    expect(texts.map((text) => next.prepared.find(text, null) !== undefined)).toEqual([true, true, true, true]);
    expect(log).toMatchObject([{ level: 40, ready: 4, plans: 2 }]);
  });

  it('is planned as a whole before others are planned in part', async () => {
    const sdl = 'type Query { a: Int secret: Int @requiresScopes(scopes: [["s"]]) }';
    const schema = buildSchema(`directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION ${sdl}`);
    const linked = `extend schema @link(url: "https://specs.apollo.dev/requiresScopes/v0.1") ${sdl}`;
    const planned: string[] = [];
    const next: Generation = {
      ...generation(),
      schema,
      rights: schemaRights({ schema, requirements: readRequirements(linked), policies: () => undefined }),
      plans: (document) => [async () => planned.push(print(document)) > 0],
    };
    await ahead().prepare(list('{ a secret }', '{ secret }'), next, undefined);
    const wholes = planned.slice(0, 2).join(' ');
    expect([wholes.match(/secret/g)?.length, planned.length > 2]).toEqual([2, true]);
    expect(planned.slice(-2).join(' ')).not.toContain('secret');
  });

  it('is held with others up to a million characters; those are planned', async () => {
    const next = generation();
    const { prepare, log } = ahead();
    const texts = ['a', 'b', 'c'].map((each) => `{ b } #${each.repeat(400_000)}`);
    await prepare(list(...texts), next, undefined);
    expect(texts.map((text) => next.prepared.find(text, null) !== undefined)).toEqual([true, true, false]);
    expect(log).toMatchObject([{ level: 40, ready: 2, plans: 2 }]);
  });

  it.each([
    ['it takes longer than one can wait', 0, false],
    ['the gateway stops', undefined, true],
  ])('is left for when it is asked where %s', async (_, patienceMs, stops) => {
    const { prepare, log, stopping } = ahead(patienceMs);
    if (stops) stopping.abort();
    let planned = 0;
    const next = generation(() => {
      planned += 1;
      return true;
    });
    await new Promise((done) => setTimeout(done, 2));
    await prepare(list('{ b }', '{ a { b } }'), next, undefined);
    expect(planned).toBe(0);
    expect(log).toMatchObject([{ level: 40, msg: expect.stringContaining('in part') as unknown }]);
  });

  it('is left for when it is asked where others wait for plans, and is prepared all the same', async () => {
    const { prepare, log } = ahead();
    const next = generation(() => {
      throw new PlanningRefused('busy', 'others wait');
    });
    await prepare(list('{ b }'), next, undefined);
    expect(next.prepared.find('{ b }', null)).toBeDefined();
    expect(log).toMatchObject([{ level: 40, ready: 1, refused: 0 }]);
  });

  it('is not waited for where the gateway stops while it is planned', async () => {
    const { prepare, log, stopping } = ahead();
    const next = { ...generation(), plans: () => [() => new Promise<boolean>(() => stopping.abort())] };
    await prepare(list('{ b }', '{ a { b } }'), next, undefined);
    expect(log).toMatchObject([{ level: 40, plans: 0 }]);
  });
});
