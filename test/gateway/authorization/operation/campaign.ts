// A small schema and its data for the attacks: whatever is closed takes the scope `s`.
import { world } from '../world.ts';

export const CLOSED = '@requiresScopes(scopes: [["s"]])';

export const campaign = world(`
  type Query { one: A node: Node nodes: [Node!] strict: [Strict!]! maybe: [Strict] either: Either grid: [[Node]] code: Code day: Day must: Must vault: Vault closed: A ${CLOSED} }
  type Mutation { change(to: Int): A erase: Int ${CLOSED} }
  interface Node { id: ID! open: String secret: String ${CLOSED} next: Node }
  type A implements Node { id: ID! open: String secret: String ${CLOSED} next: Node }
  type B implements Node { id: ID! open: String secret: String next: Node }
  type C implements Node { id: ID! open: String secret: String next: A }
  interface Strict { id: ID! }
  type S implements Strict ${CLOSED} { id: ID! }
  type T implements Strict { id: ID! }
  union Either = S | B
  enum Code ${CLOSED} { X }
  scalar Day ${CLOSED}
  type Must { secret: Int! ${CLOSED} open: Int deep: Must! wide: [Must!] }
  type Vault ${CLOSED} { open: Int }
`);

export const a = { __typename: 'A', id: 1, open: 'a', secret: 'a!' };
export const b = { __typename: 'B', id: 2, open: 'b', secret: 'b!' };
export const c = { __typename: 'C', id: 3, open: 'c', secret: 'c!', next: a };
const s = { __typename: 'S', id: 4 };
const t = { __typename: 'T', id: 5 };
const must: Record<string, unknown> = { secret: 1, open: 2 };
export const data = {
  one: a,
  closed: a,
  node: { ...b, next: a },
  nodes: [a, b, c],
  strict: [s, t],
  maybe: [s, t, null],
  either: s,
  grid: [[a, b], null],
  code: 'X',
  day: 'today',
  must: { ...must, deep: { ...must, deep: must }, wide: [must] },
  vault: { open: 1 },
  change: a,
  erase: 1,
};
