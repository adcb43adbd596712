import { buildASTSchema, isInterfaceType, isObjectType, Kind, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { prepareSupergraph } from '#gateway/planning/prepare-supergraph.ts';
import { federation } from '../execution/worlds/federation.ts';
import { media, products, required } from '../execution/worlds/worlds.ts';

const JOIN = `
  schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
  enum join__Graph { A @join__graph(name: "a", url: "u") B @join__graph(name: "b", url: "u") }
`;

describe('the supergraph for the planner', () => {
  it('has the keys that resolve first, for each subgraph, and no other order changed', () => {
    const { document } = prepareSupergraph(`${JOIN} type T
      @join__type(graph: A, key: "a", resolvable: false) @join__type(graph: B, key: "x") @join__type(graph: A, key: "b")
      @join__type(graph: B, key: "y", resolvable: false) @join__type(graph: A, key: "c") { a: ID }`);
    const type = document.definitions.find((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
    const keys = type?.directives?.map((node) => print(node).replace(/.*graph: (\w), key: "(\w)".*/, '$1$2'));
    expect(keys).toEqual(['Ab', 'Bx', 'Ac', 'By', 'Aa']);
  });

  it('has a field for each field with arguments that a @requires reads, and the @requires read it', () => {
    const { supergraph } = federation(required);
    const { document, required: read, naming } = prepareSupergraph(supergraph);
    expect([...read.synthetic].map(([name, { field, arguments: given }]) => [name, field, given.map(print)])).toEqual(
      expect.arrayContaining([
        [expect.stringMatching(/^price_required\d$/), 'price', ['currency: "USD"']],
        [expect.stringMatching(/^price_required\d$/), 'price', ['currency: "EUR"']],
        [expect.stringMatching(/^average_required\d$/), 'average', ['currency: "USD"']],
        [expect.stringMatching(/^comments_required\d$/), 'comments', ['limit: 2']],
      ]),
    );
    expect(read.synthetic.size).toBe(4);
    expect([...naming.shadowed]).toEqual(['price']);
    const text = print(document);
    expect(text).not.toMatch(/requires: "[^"]*\(/);
    const schema = buildASTSchema(document, { assumeValidSDL: true });
    const good = schema.getType('Good');
    if (!isObjectType(good)) throw new Error('expected a type');
    for (const [name, { field }] of read.synthetic) {
      const copy = good.getFields()[name];
      if (copy) expect([String(copy.type), copy.args]).toEqual([String(good.getFields()[field]?.type), []]);
    }
  });

  it('is unknown to clients', () => {
    const { schema } = federation(required);
    const names = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [],
    );
    expect(names.filter((name) => name.includes('_required'))).toEqual([]);
  });

  it('tells which subgraph has which object types, and which are known as one', () => {
    const { types, naming } = prepareSupergraph(federation(media).supergraph);
    expect([types.answers('library', 'Book'), types.answers('library', 'Media')]).toEqual([true, false]);
    expect([types.answers('ratings', 'Book'), types.answers('ratings', 'Media')]).toEqual([false, true]);
    expect([types.isOfType('Book', 'Media'), types.isOfType('Media', 'Book')]).toEqual([true, false]);
    expect(naming.joined).toEqual(new Set(['Media', 'Book', 'Film']));
    expect(prepareSupergraph(federation(products).supergraph).naming.joined.size).toBe(0);
  });

  it('has to be one', () => {
    expect(() => prepareSupergraph('type Query { a: Int }')).toThrow('expected a supergraph');
  });
});
