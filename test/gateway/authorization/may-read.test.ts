import { describe, expect, it } from 'vitest';
import { ANONYMOUS, type Caller, labelsToRead, mayRead } from '#gateway/authorization/index.ts';
import { caller, world } from './world.ts';

const tiny = world(`
  type Query { open: Int nodes: [I] signed: Int @authenticated u: U }
  interface I { x: Int y: Int }
  type A implements I @requiresScopes(scopes: [["a"]]) { x: Int y: Int }
  type B implements I { x: Int @requiresScopes(scopes: [["a", "b"], ["c"]]) @policy(policies: [["l"]]) y: Int }
  union U = A
  enum E { X }
  input In { x: Int }`);

const told = (coordinate: string, as: Caller) => {
  const [answer] = mayRead({ ...tiny, coordinates: [coordinate], caller: as });
  return [answer?.allowed, answer?.reason, answer?.deniedTypes.join()];
};

describe('may I read this?', () => {
  it.each([
    ['Query.open', ANONYMOUS, [true, null, '']],
    ['Query.signed', ANONYMOUS, [false, 'NOT_AUTHENTICATED', '']],
    ['Query.signed', caller(), [true, null, '']],
    ['A.x', ANONYMOUS, [false, 'NOT_AUTHENTICATED', '']],
    ['A.x', caller(), [false, 'SCOPE', '']],
    ['A.x', caller('a'), [true, null, '']],
    ['B.x', caller('a b'), [false, 'POLICY', '']],
    ['B.x', caller('a', ['l']), [false, 'SCOPE', '']],
    ['B.x', caller('c', ['l']), [true, null, '']],
    ['I.y', caller(), [false, 'SCOPE', 'A']],
    ['I.x', caller(), [false, 'SCOPE', '']],
    ['I.x', caller('a'), [false, 'SCOPE', 'B']],
    ['Query.u', caller(), [false, 'SCOPE', '']],
    ['Query.u', caller('a'), [true, null, '']],
    ['Query.nodes', caller(), [true, null, '']],
  ])('%s', (coordinate, as, expected) => {
    expect(told(coordinate, as)).toEqual(expected);
  });

  it.each([
    'Query.none',
    'None.x',
    'Query',
    'Query.open.x',
    '',
    '.',
    'E.X',
    'In.x',
    '__Schema.types',
    'Query.__typename',
    'Query.constructor',
    'constructor.x',
    '__proto__.x',
  ])('is answered alike for whatever there is not: %j', (coordinate) => {
    expect(told(coordinate, caller('a b c', ['l']))).toEqual([false, 'UNKNOWN_COORDINATE', '']);
  });

  it('names neither scope nor label', () => {
    const text = JSON.stringify(mayRead({ ...tiny, coordinates: ['A.x', 'B.x', 'I.x'], caller: caller() }));
    expect(text).not.toMatch(/"(a|b|c|l)"/);
  });

  it('keeps the order asked', () => {
    const answers = mayRead({ ...tiny, coordinates: ['B.x', 'Query.open', 'B.x'], caller: caller() });
    expect(answers.map((each) => each.coordinate)).toEqual(['B.x', 'Query.open', 'B.x']);
  });

  it('tells which labels it depends on', () => {
    expect(labelsToRead(tiny.schema, tiny.requirements, ['I.x', 'Query.open'])).toEqual(['l']);
    expect(labelsToRead(tiny.schema, tiny.requirements, ['A.x', 'None.x'])).toEqual([]);
  });
});
