import { composeServices } from '@apollo/composition';
import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { familyOf } from '#gateway/planning/alike/family.ts';
import { ALIKE, alike } from '../../execution/worlds/alike-world.ts';
import { campaign } from '../../execution/worlds/campaign-world.ts';
import type { World } from '../../execution/worlds/world.ts';
import { worlds } from '../../execution/worlds/worlds.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides", "@external", "@shareable", "@interfaceObject", "@override", "@inaccessible"])\n';

function supergraph({ subgraphs, isLinked }: Pick<World, 'subgraphs' | 'isLinked'>) {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: 'http://127.0.0.1:1/',
    typeDefs: parse(isLinked ? sdl : LINK + sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(String).join('\n'));
  return parse(supergraphSdl);
}

const membersOf = (world: Pick<World, 'subgraphs' | 'isLinked'>) =>
  familyOf(supergraph(world))?.members.map(({ subgraph }) => subgraph);

/** Three members and a hub; parts are added to the first member, to every one, or to the hub. */
const three = (
  added: { readonly member?: string; readonly hub?: string; readonly fields?: string; readonly every?: string } = {},
) => ({
  subgraphs: {
    hub: `type Query { items: [Item!] } interface Item @key(fields: "id") { id: ID! }
      ${['A', 'B', 'C'].map((name) => `type ${name} implements Item @key(fields: "id") { id: ID! }`).join(' ')} ${added.hub ?? ''}`,
    ...Object.fromEntries(
      ['A', 'B', 'C'].map((name) => [
        name.toLowerCase(),
        `interface Item { id: ID! size: Size } type Size @shareable { width: Int }
         type ${name} implements Item @key(fields: "id") { id: ID! size: Size ${name === 'A' ? (added.fields ?? '') : ''} } ${added.every ?? ''}
         ${name === 'A' ? (added.member ?? '') : ''}`,
      ]),
    ),
  },
});

describe('subgraphs that are alike', () => {
  it('are those with the same types of their own but for the name, national parts left out', () => {
    expect(membersOf(alike)).toEqual(ALIKE);
    expect(membersOf(campaign)).toEqual(['kh', 'th', 'vn']);
    expect(membersOf(three())).toEqual(['a', 'b', 'c']);
  });

  it('are found where a field that only its type’s name leads to is another', () => {
    expect(membersOf(three({ fields: 'own: Own', member: 'type Own { number: Int }' }))).toEqual(['a', 'b', 'c']);
  });

  it('are none of those whose types a field leads to by name', () => {
    expect(membersOf(three({ hub: 'type Box @key(fields: "id") { id: ID! one: A }' }))).toEqual(['b', 'c']);
  });

  it('are none of those that have an object for a shared interface besides their own', () => {
    const some = 'interface Part { name: String } type Whole implements Part @shareable { name: String }';
    const more = 'type More implements Part { name: String }';
    expect(membersOf(three({ every: some, member: more }))).toEqual(['b', 'c']);
  });

  it('are none of those from which a field of another is taken over', () => {
    const box = 'type Box @key(fields: "id") { id: ID! depth: Int @shareable }';
    const taken = box.replace('@shareable', '@shareable @override(from: "a")');
    expect(membersOf(three({ every: box, hub: box }))).toEqual(['a', 'b', 'c']);
    expect(membersOf(three({ every: box, hub: taken }))).toEqual(['b', 'c']);
    // Whatever else composition says of the field that is taken over.
    const shared = print(supergraph(three({ every: box.replace('depth: Int @shareable', ''), hub: box })));
    const field = 'depth: Int @join__field(graph: HUB)';
    expect(shared).toContain(field);
    const said = shared.replace(field, 'depth: Int @join__field(graph: HUB, override: "a")');
    expect(familyOf(parse(said))?.members.map(({ subgraph }) => subgraph)).toEqual(['b', 'c']);
  });

  it('are none of those that add a field to a shared type', () => {
    expect(membersOf(three({ member: 'type Query { latest: Size }' }))).toEqual(['b', 'c']);
  });

  it('are not there where each subgraph has a part of its own', () => {
    const others = worlds.filter((world) => world !== alike && world !== campaign);
    expect(others.map((world) => [world.name, membersOf(world)])).toEqual(others.map(({ name }) => [name, undefined]));
  });
});
