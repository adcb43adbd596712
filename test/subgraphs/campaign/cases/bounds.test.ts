import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changed } from '../entries.ts';
import { type HeldIndex, openIndex } from '../held-index.ts';

let index: HeldIndex;
beforeAll(async () => {
  index = await openIndex();
  await index.take(
    'VN',
    Array.from({ length: 1_000 }, (_, number) => changed(`VN-${number}`)),
  );
});
afterAll(() => index.close());

describe('nested pages', () => {
  it('are bounded in the objects that one request lists', async () => {
    const query =
      '{ campaign(code: "OMD") { phase(number: 5) { cases(first: 1000) { nodes { phase { cases(first: 1000) { nodes { id } } } } } } } }';
    expect(await index.refused(query)).toEqual({
      message: expect.stringMatching(/^expected at most 100000 listed objects in a request/),
      code: 'BAD_USER_INPUT',
    });
    // Whichever way the list is taken.
    const edges = query.replaceAll('nodes { id }', 'edges { node { id } }');
    expect(await index.refused(edges)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('share what is the same: one statement for one page', async () => {
    index.statements.length = 0;
    const { phase } = await index.ask(
      `{ phase(id: "OMD-5") { cases(first: 15) { totalCount nodes { id phase {
        cases(first: 15) { totalCount nodes { id } } statistics { caseCount byKind { cases } quantities { total } } } } } } }`,
    );
    expect(phase.cases.nodes[14].phase.cases.nodes).toHaveLength(15);
    // Page and total; count, kinds and quantities.
    expect(index.statements).toHaveLength(5);
  });

  it('do not share what differs', async () => {
    const { phase } = await index.ask(
      `{ phase(id: "OMD-5") { a: cases(first: 2) { nodes { id } } b: cases(first: 3) { nodes { id } }
        c: cases(first: 2, filter: { kind: [TIMBER] }) { nodes { id } } } }`,
    );
    expect([phase.a, phase.b, phase.c].map(({ nodes }) => nodes.length)).toEqual([2, 3, 0]);
  });

  it('of campaigns and phases that name each other are bounded too', async () => {
    const deep = (levels: number): string => (levels === 0 ? 'code' : `phases { campaign { ${deep(levels - 1)} } }`);
    expect(await index.refused(`{ campaigns { ${deep(12)} } }`)).toMatchObject({ code: 'BAD_USER_INPUT' });
    await index.ask(`{ campaigns { ${deep(3)} } }`);
  });

  it('are executed no further once the caller has left', async () => {
    const left = new AbortController();
    left.abort();
    expect(await index.refused('{ phase(id: "OMD-5") { cases { nodes { id } } } }', {}, left.signal)).toMatchObject({
      code: 'CALLER_LEFT',
    });
  });
});
