// Two subgraphs with a right on everything that can carry one; nothing of the campaign is in them.
import type { Part } from './any-supergraph.ts';

/** How a subgraph may name the directives: imported, under other names, or not imported at all. */
export const STYLES = {
  imported: {
    imports: '"@requiresScopes", "@authenticated", "@policy"',
    needs: '@requiresScopes',
    token: '@authenticated',
    label: '@policy',
  },
  renamed: {
    imports:
      '{ name: "@requiresScopes", as: "@needs" }, { name: "@authenticated", as: "@known" }, { name: "@policy", as: "@rule" }',
    needs: '@needs',
    token: '@known',
    label: '@rule',
  },
  'not imported': {
    imports: '',
    needs: '@federation__requiresScopes',
    token: '@federation__authenticated',
    label: '@federation__policy',
  },
} as const;

export type Style = keyof typeof STYLES;

const head = (style: Style) => `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@composeDirective", "@shareable"${STYLES[style].imports && `, ${STYLES[style].imports}`}])
  @link(url: "https://specs.campaign-gateway.example/guards/v0.1", import: ["@guards"])
  @composeDirective(name: "@guards")
  directive @guards(coordinate: String!) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
`;

export function zooSdl(style: Style = 'imported'): { one: string; two: string } {
  const { needs, token, label } = STYLES[style];
  const s = `${needs}(scopes: [["s"]])`;
  return {
    one: `${head(style)}
      type Query {
        a: A
        b: B
        nodes: [Node!]!
        found: [Found]
        keeper: Keeper
        keepers(name: String @guards(coordinate: "Keeper.name"), filter: Filter, order: Order, first: Int): [Keeper!]!
        count(filter: Filter): Int
        closed: Closed
        secret: Secret
        grade: Grade
        sealed: Int! ${s}
        ruled: Int ${label}(policies: [["open"]])
        known: Int ${token}
      }
      type Mutation { rename(to: String!): Keeper wipe: Int ${s} }
      input Filter { name: String @guards(coordinate: "Keeper.name") born: Int all: [Filter!] }
      enum Order { BORN NAME @guards(coordinate: "Keeper.name") }
      interface Node { id: ID! label: String deep: Node }
      type A implements Node @key(fields: "id") { id: ID! label: String ${s} deep: Node only: Int }
      type B implements Node @key(fields: "id") { id: ID! label: String deep: Node only: Int ${s} }
      type C implements Node ${s} { id: ID! label: String deep: Node }
      union Found = A | B | C
      type Closed ${s} { x: Int }
      scalar Secret ${s}
      enum Grade ${s} { HIGH }
      type Keeper @key(fields: "id") {
        id: ID!
        name: String ${s}
        born: Int
        secret: Secret
        grade: Grade
        closed: Closed
        strict: String! ${s}
        pets: [Node!]!
        weight: Int ${s}
      }`,
    two: `${head(style)}
      type Query { parcel: Parcel @shareable }
      type Keeper @key(fields: "id") { id: ID! weight: Int @external cost: Int ${s} @requires(fields: "weight") town: String }
      type Parcel @key(fields: "code") { code: ID ${s} to: String }`,
  };
}

const a = { __typename: 'A', id: 'a1', label: 'label of A', only: 1 };
const b = { __typename: 'B', id: 'b1', label: 'label of B', only: 2, deep: a };
const c = { __typename: 'C', id: 'c1', label: 'label of C' };
const keeper = {
  __typename: 'Keeper',
  id: 'k1',
  name: 'hidden name',
  born: 1970,
  secret: 'hidden secret',
  grade: 'HIGH',
  closed: { x: 77 },
  strict: 'hidden strict',
  pets: [a, b],
  weight: 9,
};

/** Every value that takes `s`, as it would stand in an answer. */
export const HIDDEN = /label of A|label of C|hidden|HIGH|77/;

export function zoo(style: Style = 'imported'): { one: Part; two: Part } {
  const { one, two } = zooSdl(style);
  return {
    one: {
      sdl: one,
      resolvers: {
        Query: {
          a: () => a,
          b: () => b,
          nodes: () => [a, b, c],
          found: () => [a, b, c],
          keeper: () => keeper,
          keepers: () => [keeper],
          count: () => 1,
          closed: () => ({ x: 77 }),
          secret: () => 'hidden secret',
          grade: () => 'HIGH',
          sealed: () => 77,
          ruled: () => 5,
          known: () => 6,
        },
        Mutation: { rename: (_: unknown, { to }: { to: string }) => ({ ...keeper, id: to }), wipe: () => 1 },
        Keeper: { __resolveReference: () => keeper },
        A: { __resolveReference: () => a },
        B: { __resolveReference: () => b },
      },
    },
    two: {
      sdl: two,
      resolvers: {
        Query: { parcel: () => ({ code: 'hidden code', to: 'Hue' }) },
        Keeper: {
          __resolveReference: (given: object) => ({ ...given, town: 'Hanoi' }),
          cost: ({ weight }: { weight?: number }) => (weight ?? 0) * 10,
        },
      },
    },
  };
}
