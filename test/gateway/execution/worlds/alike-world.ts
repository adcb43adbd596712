// Seven members of whom five are alike: one has a field more that a shared interface leads to, one a requirement of its
// own. Two of the five have national parts that only who names them can reach.
import type { Thing, World } from './world.ts';

const CODES = ['A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;
type Code = (typeof CODES)[number];

/** The names of those that are alike. */
export const ALIKE: readonly string[] = ['a', 'b', 'c', 'd', 'e'];

const memberSdl = (code: Code) => `
  interface Case { id: ID! title(length: Int): String goods: [Good!] note(length: Int): String weight: Int score: Int place: Place officer: Desk }
  type ${code}Case implements Case @key(fields: "id") {
    id: ID! title(length: Int): String @external goods: [Good!] note(length: Int): String weight: Int
    score: Int @requires(fields: "${code === 'G' ? 'title(length: 2)' : 'title(length: 3)'}") place: Place officer: Desk
    ${code === 'B' ? 'permit: B_Permit count: Int' : ''} ${code === 'C' ? 'count: String' : ''}
  }
  type Desk @key(fields: "id", resolvable: false) { id: ID! }
  type Place @shareable { country: String! town: Town }
  type Town @shareable { name: String people(over: Int): Int }
  interface Good { name: String }
  type Drug implements Good @shareable { name: String group: String }
  type Animal implements Good @shareable { name: String taxon: String }
  ${code === 'F' ? 'type F_Good implements Good { name: String serial: Int }' : ''}
  ${code === 'B' ? 'type B_Permit { number: Int }' : ''}
`;

const hubSdl = `
  type Query { cases(first: Int = 9): [Case!]! case(id: ID!): Case search: [Found!] desks: [Desk!] }
  interface Case @key(fields: "id") { id: ID! title(length: Int): String desk: Desk related: [Case!] }
  union Found = Desk | ${CODES.map((code) => `${code}Case`).join(' | ')}
  type Desk @key(fields: "id") { id: ID! name: String cases: [Case!] }
  ${CODES.map((code) => `type ${code}Case implements Case @key(fields: "id") { id: ID! title(length: Int): String desk: Desk related: [Case!] }`).join('\n')}
`;

const cut = (value: unknown, length: unknown) =>
  typeof length === 'number' && typeof value === 'string' ? value.slice(0, length) : value;

export const alike: World = {
  name: 'members that are alike, and some that are not',
  subgraphs: {
    hub: hubSdl,
    ...Object.fromEntries(CODES.map((code) => [code.toLowerCase(), memberSdl(code)])),
  },
  objects() {
    const desks: Thing[] = ['1', '2'].map((id) => ({ __typename: 'Desk', id, name: `desk ${id}` }));
    const cases: Thing[] = CODES.flatMap((code, index) =>
      ['1', '2'].slice(0, 1 + (index % 2)).map((number) => ({
        __typename: `${code}Case`,
        id: `${code}${number}`,
        told: `title of ${code}${number}`,
        desk: desks[index % 2],
        officer: number === '1' ? desks[(index + 1) % 2] : null,
        remark: index % 3 === 0 ? null : `note of ${code}${number}`,
        weight: index,
        place: { __typename: 'Place', country: code, town: { __typename: 'Town', name: `town of ${code}` } },
        goods: [
          { __typename: 'Drug', name: 'heroin', group: 'OPIATES' },
          { __typename: 'Animal', name: 'pangolin', taxon: 'Manis' },
          ...(code === 'F' ? [{ __typename: 'F_Good', name: 'other', serial: 7 }] : []),
        ],
        ...(code === 'B' ? { permit: { __typename: 'B_Permit', number: 4 }, count: 5 } : {}),
        ...(code === 'C' ? { count: 'five' } : {}),
      })),
    );
    for (const [index, each] of cases.entries())
      Object.assign(each, { related: [cases[(index + 3) % cases.length], cases[(index + 4) % cases.length]] });
    for (const desk of desks) Object.assign(desk, { cases: cases.filter((each) => each.desk === desk) });
    return { Desk: desks, Case: cases, ...Object.groupBy(cases, (each) => String(each.__typename)) };
  },
  roots: {
    Query: {
      cases: (_, { first }, { Case = [] }) => Case.slice(0, Number(first) + 6),
      case: (_, { id }, { Case = [] }) => Case[String(id).length % 2 === 1 ? Number(id) : 0] ?? null,
      search: (_, __, { Case = [], Desk = [] }) => [...Desk, ...Case],
      desks: (_, __, { Desk = [] }) => Desk,
    },
  },
  fields: Object.fromEntries([
    [
      'Town',
      { people: (parent: Thing, { over }: Record<string, unknown>) => String(parent.name).length + Number(over ?? 0) },
    ],
    ...CODES.map((code) => [
      `${code}Case`,
      {
        title: ({ told, title }: Thing, { length }: Record<string, unknown>) => cut(told ?? title, length),
        note: ({ remark }: Thing, { length }: Record<string, unknown>) => cut(remark, length),
        // In a subgraph, of what it was sent.
        score: ({ told, title }: Thing) =>
          String(title ?? cut(told, code === 'G' ? 2 : 3)).length * 10 + code.charCodeAt(0),
      },
    ]),
  ]),
};
