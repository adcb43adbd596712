import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Writers } from '#gateway/execution/plan/writers.ts';

type Fetch = readonly [path: string, types: string[] | undefined, query: string, renaming?: boolean];

const ENTITIES = (below: string) => `{ _entities(representations: []) { ${below} } }`;
const HUB: Fetch = ['', undefined, '{ cases { nodes { id owner { code } } } }'];
const CHINA: Fetch = ['cases.nodes.@', ['ChinaCase'], ENTITIES('... on ChinaCase { route { origin { country } } }')];
const VIETNAM: Fetch = [
  'cases.nodes.@',
  ['VietnamCase'],
  ENTITIES('... on VietnamCase { route { origin { country } } }'),
];

/** Of the first fetch, whether it is alone at the place. */
function isAlone(place: string, ...fetches: readonly Fetch[]): boolean {
  const writers = new Writers();
  const ids = fetches.map(([path, types, query, renaming]) =>
    writers.add(path === '' ? [] : path.split('.'), types, parse(query), renaming),
  );
  return writers.isAlone(ids[0] ?? -1, place);
}

describe('a fetch is alone at a place', () => {
  it.each<[string, string, readonly Fetch[]]>([
    ['where nobody else writes', 'route', [CHINA, HUB]],
    ['where others write into objects of other types', 'route.origin', [CHINA, VIETNAM, HUB]],
    ['where others write beside it', 'cases.nodes.owner', [HUB, CHINA]],
  ])('%s', (_, place, fetches) => expect(isAlone(place, ...fetches)).toBe(true));

  it.each<[string, string, readonly Fetch[]]>([
    ['where another writes into the same objects', 'cases.nodes', [HUB, CHINA]],
    ['around where another writes', 'cases', [HUB, CHINA]],
    [
      'where another asks for more of the same',
      'route',
      [CHINA, ['cases.nodes.@', ['ChinaCase'], ENTITIES('... on ChinaCase { route { seizedAt { country } } }')]],
    ],
    [
      'where another follows below',
      'route',
      [CHINA, ['cases.nodes.@.route.origin', ['Place'], ENTITIES('... on Place { name }')]],
    ],
    [
      'where another writes into objects of any type',
      'route',
      [CHINA, ['', undefined, '{ cases { nodes { route { x { y } } } } }']],
    ],
    [
      'where the same type is asked of two',
      'route',
      [CHINA, ['cases.nodes.@', ['VietnamCase', 'ChinaCase'], ENTITIES('route { z { y } }')]],
    ],
    [
      'anywhere, once a value of any fetch stands under another name',
      'route',
      [CHINA, ['cases.nodes.@', ['VietnamCase'], ENTITIES('a: route { z }'), true]],
    ],
  ])('but not %s', (_, place, fetches) => expect(isAlone(place, ...fetches)).toBe(false));
});
