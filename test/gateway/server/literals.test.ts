// A gateway that prepares operations beside one that does not, where a text differs from an earlier one in its literals:
// clients get the same to the byte, and subgraphs are asked the same.
import { ApolloServer } from '@apollo/server';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AnyGateway, anySupergraph } from './any-supergraph.ts';
import { type Sent, sendTo } from './send.ts';
import { zoo } from './zoo.ts';

/** Who answers the second text: the operation prepared for the first, or Apollo Server. */
type By = 'prepared' | 'apollo';

const ECHO = `
  scalar Day
  enum Colour { RED BLUE }
  input Deep {
    text: String id: ID ids: [ID!] n: Int nums: [Int!] ratio: Float day: Day on: Boolean colour: Colour
    inner: Deep all: [Deep!] secret: String @guards(coordinate: "Keeper.name")
  }
  type Echo { said: String! more(text: String, n: Int, deep: Deep): Echo! }
  extend type Query {
    echo(
      text: String, id: ID, ids: [ID!], n: Int, nums: [Int!], ratio: Float, on: Boolean, colour: Colour, day: Day,
      deep: Deep, all: [Deep], grid: [[Int!]], must: String! = "default"
    ): Echo
    pages(first: Int = 3, after: String): [Echo!]!
  }
  extend type Mutation { tell(text: String!, n: Int): Echo }`;

const said = (_: unknown, given: object) => ({ said: JSON.stringify(given) });
const WORLD = zoo();
const PARTS = {
  ...WORLD,
  one: {
    sdl: WORLD.one.sdl + ECHO,
    resolvers: {
      ...(WORLD.one.resolvers as object),
      Query: {
        ...(WORLD.one.resolvers as { Query: object }).Query,
        echo: said,
        pages: (_: unknown, given: object) => [said(_, given)],
      },
      Mutation: { ...(WORLD.one.resolvers as { Mutation: object }).Mutation, tell: said },
      Echo: { more: said },
    },
  },
};

const echo = (given: string) => `{ echo(${given}) { said } }`;
/** Two texts of one argument. */
const given = (title: string, first: string, second: string, by: By): Case => [title, echo(first), echo(second), by];
type Case = readonly [title: string, first: string, second: string, by: By, rest?: Partial<Sent> & Rest];
interface Rest {
  readonly variables?: unknown;
  readonly operationName?: string;
  readonly extensions?: unknown;
  /** Of the first text, where it is another. */
  readonly firstName?: string;
}

const TWO = (a: string, b: string) => `query A { echo(text: ${a}) { said } } query B { echo(n: ${b}) { said } }`;
const PAIR = (a: string, b: string) => `{ a: echo(${a}) { said } a: echo(${b}) { said } }`;

const CASES: readonly Case[] = [
  // Strings.
  given('another string', 'text: "a"', 'text: "b"', 'prepared'),
  given('the same again', 'text: "same"', 'text: "same"', 'prepared'),
  given('an empty string', 'text: "a1"', 'text: ""', 'prepared'),
  given('escapes', 'text: "a2"', String.raw`text: "\"x\" \\ \/ \n\t"`, 'prepared'),
  given('escapes of Unicode', 'text: "a3"', String.raw`text: "\u0041\u{1F40E}\uD83D\uDC0E"`, 'prepared'),
  given('Unicode', 'text: "a4"', 'text: "Hải quan \u{1F40E} ศุลกากร"', 'prepared'),
  given('a control character', 'text: "a5"', 'text: "\u0007"', 'prepared'),
  given('what looks like GraphQL', 'text: "a6"', 'text: ") { nothing } # 1"', 'prepared'),
  given('a text that is very long', 'text: "a7"', `text: "${'x'.repeat(30_000)}"`, 'apollo'),
  given('half a character', 'text: "a8"', 'text: "\uD800"', 'apollo'),
  given('half a character, escaped', 'text: "a9"', String.raw`text: "\uD800"`, 'apollo'),
  given('an escape that there is none of', 'text: "a10"', String.raw`text: "\q"`, 'apollo'),
  given('a string that does not end', 'text: "a11"', 'text: "b', 'apollo'),
  given('a string over two lines', 'text: "a12"', 'text: "b\nc"', 'apollo'),
  given('a mark of the skeleton in a string', 'text: "a13"', 'text: "\uE002"', 'prepared'),
  given('a mark of the skeleton for a string', 'text: "a14"', 'text: \uE002', 'apollo'),
  given('a block string', 'text: """a"""', 'text: """\n  b "c" \\"""\n    d\n"""', 'prepared'),
  given('a block string for a string', 'text: "a15", n: 1', 'text: """b""", n: 1', 'apollo'),
  given('an empty block string', 'text: """a16"""', 'text: """"""', 'prepared'),
  given('a block string that does not end', 'text: """a17"""', 'text: """"', 'apollo'),
  given('a number for a string', 'text: "a18"', 'text: 1', 'apollo'),
  given('an enum for a string', 'text: "a19"', 'text: RED', 'apollo'),
  given('null for a string', 'text: "a20"', 'text: null', 'apollo'),
  given('a string for an enum', 'colour: RED', 'colour: "RED"', 'apollo'),
  given('another enum', 'colour: RED, n: 1', 'colour: BLUE, n: 1', 'apollo'),
  // Numbers.
  given('another number', 'n: 1', 'n: 2', 'prepared'),
  given('a negative number', 'n: 3', 'n: -3', 'prepared'),
  given('minus zero', 'n: 4', 'n: -0', 'prepared'),
  given('the greatest number', 'n: 5', 'n: 2147483647', 'prepared'),
  given('one more', 'n: 6', 'n: 2147483648', 'apollo'),
  given('one less than the least', 'n: 7', 'n: -2147483649', 'apollo'),
  given('a string for a number', 'n: 8', 'n: "8"', 'apollo'),
  given('a float for a number', 'n: 9', 'n: 1.0', 'apollo'),
  given('a zero in front', 'n: 10', 'n: 01', 'apollo'),
  given('a letter behind', 'n: 11', 'n: 1x', 'apollo'),
  given('a point behind', 'n: 12', 'n: 1.', 'apollo'),
  given('a point in front', 'n: 13', 'n: .5', 'apollo'),
  given('a minus alone', 'n: 14', 'n: -', 'apollo'),
  given('a plus in front', 'n: 15', 'n: +1', 'apollo'),
  given('a float', 'ratio: 1.5', 'ratio: -2.5e-3', 'prepared'),
  given('a whole number for a float', 'ratio: 1', 'ratio: 2', 'prepared'),
  given('what no float holds', 'ratio: 1.7', 'ratio: 1e400', 'apollo'),
  given('what no number of a client holds', 'ratio: 3', 'ratio: 9007199254740993', 'apollo'),
  given(
    'a small number of an unknown scalar, after a large one',
    'day: 9007199254740993, n: 2',
    'day: 4, n: 2',
    'apollo',
  ),
  given('an id', 'id: "x"', 'id: "y"', 'prepared'),
  given('an id that is a number', 'id: 1', 'id: 12345678901234567890', 'prepared'),
  given('an id that is a float', 'id: 2', 'id: 1.5', 'apollo'),
  given('a boolean', 'on: true, n: 1', 'on: false, n: 1', 'apollo'),
  // A scalar that the gateway does not know.
  given('text of an unknown scalar', 'day: "2024-01-01"', 'day: "no day"', 'prepared'),
  given('a number of an unknown scalar', 'day: 1', 'day: 2', 'prepared'),
  given('a large number of an unknown scalar', 'day: 3', 'day: 9007199254740993', 'apollo'),
  given('a float of an unknown scalar', 'day: 1.5', 'day: 2.5', 'apollo'),
  given('a list of an unknown scalar', 'day: [1], n: 30', 'day: [2], n: 30', 'apollo'),
  given('an object of an unknown scalar', 'day: { a: 1 }, n: 1', 'day: { a: 2 }, n: 1', 'apollo'),
  given('the same object, beside another number', 'day: { b: 1 }, n: 1', 'day: { b: 1 }, n: 2', 'prepared'),
  // Objects and lists.
  given(
    'an object',
    'deep: { text: "a", inner: { n: 1, ids: ["p", "q"], all: [{ ratio: 1.5 }, { ratio: 1.5 }] } }',
    'deep: { text: "b", inner: { n: 2, ids: ["r", "s"], all: [{ ratio: 2.5 }, { ratio: 2.5 }] } }',
    'prepared',
  ),
  given('an enum, a boolean and null in an object', deepWith('1'), deepWith('2'), 'prepared'),
  given('a number out of bounds in an object', 'deep: { n: 3 }', 'deep: { n: 3000000000 }', 'apollo'),
  given('an object for a string', 'text: "a21"', 'text: { text: "a" }', 'apollo'),
  given('a field of an object that there is none of', 'deep: { n: 4 }', 'deep: { m: 4 }', 'apollo'),
  given('a list', 'nums: [1, 2]', 'nums: [3, 4]', 'prepared'),
  given('a list of numbers side by side', 'nums: [1-2]', 'nums: [3-4]', 'prepared'),
  given('a list of strings side by side', 'ids: ["a""b"]', 'ids: ["c""d"]', 'prepared'),
  given('a list of empty strings side by side', 'ids: ["a""b" ]', 'ids: ["""" ]', 'apollo'),
  given('a list of another length', 'nums: [5, 6]', 'nums: [5, 6, 7]', 'apollo'),
  given('one for a list', 'nums: 7', 'nums: 8', 'prepared'),
  given('one for a list of lists', 'grid: 1', 'grid: 2', 'prepared'),
  given('lists of lists', 'grid: [[1], [2, 3], null]', 'grid: [[4], [5, 6], null]', 'prepared'),
  given('a list that holds what does not fit', 'nums: [8, 9]', 'nums: [8, 9000000000]', 'apollo'),
  given(
    'a list in a list in no order',
    'all: [{ n: 1 }, null, { n: 2 }]',
    'all: [{ n: 3 }, null, { n: 4 }]',
    'prepared',
  ),
  // Equal literals: fields with equal arguments are one field.
  ['fields that stay one', PAIR('n: 1', 'n: 1'), PAIR('n: 2', 'n: 2'), 'prepared'],
  ['fields that become two', PAIR('n: 3', 'n: 3'), PAIR('n: 3', 'n: 4'), 'apollo'],
  [
    'fields that stay one, written otherwise',
    PAIR('text: "A"', 'text: "A"'),
    PAIR('text: "B"', String.raw`text: "\u0042"`),
    'prepared',
  ],
  [
    'fields that were written otherwise',
    PAIR('text: "C"', String.raw`text: "\u0043"`),
    PAIR('text: "D"', String.raw`text: "\u0043"`),
    'apollo',
  ],
  [
    'what becomes equal',
    '{ a: echo(n: 1) { said } b: echo(n: 2) { said } }',
    '{ a: echo(n: 3) { said } b: echo(n: 3) { said } }',
    'apollo',
  ],
  [
    'what was equal as a value',
    '{ a: echo(id: 1) { said } b: echo(id: "1") { said } }',
    '{ a: echo(id: 2) { said } b: echo(id: "3") { said } }',
    'prepared',
  ],
  [
    'floats that were equal as a value',
    '{ a: echo(ratio: 1.0) { said } b: echo(ratio: 1) { said } }',
    '{ a: echo(ratio: 2.0) { said } b: echo(ratio: 3) { said } }',
    'prepared',
  ],
  [
    'an object in another order',
    PAIR('deep: { n: 1, text: "x" }', 'deep: { text: "x", n: 1 }'),
    PAIR('deep: { n: 2, text: "y" }', 'deep: { text: "y", n: 2 }'),
    'prepared',
  ],
  [
    'a string like a number',
    '{ a: echo(text: "1") { said } b: echo(n: 1) { said } }',
    '{ a: echo(text: "2") { said } b: echo(n: 2) { said } }',
    'prepared',
  ],
  // What has to stay.
  [
    'a condition',
    '{ echo(n: 1) @include(if: true) { said } }',
    '{ echo(n: 1) @include(if: false) { said } }',
    'apollo',
  ],
  [
    'a condition of another kind',
    '{ echo(n: 1) @include(if: true) { said } }',
    '{ echo(n: 1) @include(if: 1) { said } }',
    'apollo',
  ],
  [
    'a condition, and another number',
    '{ echo(n: 2) @skip(if: false) { said } }',
    '{ echo(n: 3) @skip(if: false) { said } }',
    'prepared',
  ],
  [
    'a condition by a variable',
    'query ($c: Boolean!) { echo(n: 2) @skip(if: $c) { said } }',
    'query ($c: Boolean!) { echo(n: 3) @skip(if: $c) { said } }',
    'prepared',
    { variables: { c: false } },
  ],
  [
    'a default',
    'query ($n: Int = 1) { echo(n: $n) { said } }',
    'query ($n: Int = 2) { echo(n: $n) { said } }',
    'apollo',
  ],
  [
    'a default, and another string',
    'query ($n: Int = 3) { echo(n: $n, text: "a") { said } }',
    'query ($n: Int = 3) { echo(n: $n, text: "b") { said } }',
    'prepared',
  ],
  ['the name of a type', '{ __type(name: "A") { name } }', '{ __type(name: "B") { name } }', 'apollo'],
  ['another comment', '{ # "1"\n echo(n: 4) { said } }', '{ # "2"\n echo(n: 4) { said } }', 'apollo'],
  [
    'the same comment',
    '{ # "1 \\ \n echo(n: 5) { said } # 2 \n}',
    '{ # "1 \\ \n echo(n: 6) { said } # 2 \n}',
    'prepared',
  ],
  [
    'a mark of the skeleton in a comment',
    '{ # 1\n echo(n: 7) { said } }',
    '{ # \uE000\n echo(n: 7) { said } }',
    'apollo',
  ],
  ['another space', echo('n: 8'), echo('n:8'), 'apollo'],
  ['names with digits', '{ a1: echo(n: 1) { s2_: said } }', '{ a1: echo(n: 2) { s2_: said } }', 'prepared'],
  ['other names with digits', '{ a1: echo(n: 3) { said } }', '{ a2: echo(n: 3) { said } }', 'apollo'],
  ['a byte order mark and commas', '\uFEFF{,echo(,n:,1,),{,said,},}', '\uFEFF{,echo(,n:,2,),{,said,},}', 'prepared'],
  ['an argument twice', echo('n: 9, text: "x"'), echo('n: 9, n: 9'), 'apollo'],
  ['a reserved alias', '{ a: echo(n: 1) { said } }', '{ __a: echo(n: 1) { said } }', 'apollo'],
  // Variables beside literals.
  [
    'variables',
    'query ($t: String) { echo(text: $t, n: 1) { said } }',
    'query ($t: String) { echo(text: $t, n: 2) { said } }',
    'prepared',
    { variables: { t: 'x' } },
  ],
  [
    'variables that do not fit',
    'query ($i: Int) { echo(n: $i, text: "a") { said } }',
    'query ($i: Int) { echo(n: $i, text: "b") { said } }',
    'apollo',
    { variables: { i: 'x' } },
  ],
  [
    'a variable in the same list',
    'query ($i: Int = 5) { echo(nums: [$i, 1]) { said } }',
    'query ($i: Int = 5) { echo(nums: [$i, 2]) { said } }',
    'prepared',
  ],
  [
    'a variable in the same object',
    'query ($t: String, $i: Int) { echo(deep: { text: $t, n: 1, inner: { ids: ["p", "q"], on: true, colour: RED, text: null }, all: [{ n: 22 }, { n: $i, ratio: 1.5 }] }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(deep: { text: $t, n: 2, inner: { ids: ["r", "q"], on: true, colour: RED, text: null }, all: [{ n: 22 }, { n: $i, ratio: 2.5 }] }) { said } u: echo(text: $t, n: $i) { said } }',
    'prepared',
    { variables: { t: 'x', i: 3 } },
  ],
  [
    'a variable in the same object, not given',
    'query ($t: String, $i: Int) { echo(deep: { text: $t, n: 1, nums: [4, 2] }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(deep: { text: $t, n: 2, nums: [4, 3] }) { said } u: echo(text: $t, n: $i) { said } }',
    'prepared',
    {},
  ],
  [
    'a variable in one object for a list',
    'query ($t: String, $i: Int) { echo(all: { text: $t, n: 3 }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(all: { text: $t, n: 4 }) { said } u: echo(text: $t, n: $i) { said } }',
    'prepared',
    { variables: { t: 'x', i: 3 } },
  ],
  [
    'what does not fit beside a variable',
    'query ($t: String, $i: Int) { echo(deep: { text: $t, n: 5 }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(deep: { text: $t, n: 3000000000 }) { said } u: echo(text: $t, n: $i) { said } }',
    'apollo',
    { variables: { t: 'x', i: 3 } },
  ],
  [
    'what is equal beside variables',
    'query ($t: String, $i: Int) { echo(deep: { text: $t, n: 6, inner: { n: 6, text: $t } }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(deep: { text: $t, n: 7, inner: { n: 7, text: $t } }) { said } u: echo(text: $t, n: $i) { said } }',
    'prepared',
    { variables: { t: 'x', i: 3 } },
  ],
  [
    'what is not equal any more beside variables',
    'query ($t: String, $i: Int) { echo(deep: { text: $t, n: 8, inner: { n: 8, text: $t } }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(deep: { text: $t, n: 8, inner: { n: 9, text: $t } }) { said } u: echo(text: $t, n: $i) { said } }',
    'apollo',
    { variables: { t: 'x', i: 3 } },
  ],
  [
    'a variable in an object of an unknown scalar',
    'query ($t: String, $i: Int) { echo(day: { a: $t, b: 1 }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(day: { a: $t, b: 2 }) { said } u: echo(text: $t, n: $i) { said } }',
    'apollo',
    { variables: { t: 'x', i: 3 } },
  ],
  [
    'an enum and null beside a variable',
    'query ($t: String, $i: Int) { echo(deep: { colour: BLUE, id: null, text: $t, day: "a" }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(deep: { colour: BLUE, id: null, text: $t, day: "b" }) { said } u: echo(text: $t, n: $i) { said } }',
    'prepared',
    { variables: { t: 'x', i: 3 } },
  ],
  [
    'a denied field of an input beside a variable',
    'query ($t: String, $i: Int) { echo(deep: { secret: "x", n: $i }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(deep: { secret: "y", n: $i }) { said } u: echo(text: $t, n: $i) { said } }',
    'prepared',
    { variables: { t: 'x', i: 3 } },
  ],
  [
    'a denied variable beside a literal',
    'query ($t: String, $i: Int) { echo(deep: { secret: $t, n: 1 }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(deep: { secret: $t, n: 2 }) { said } u: echo(text: $t, n: $i) { said } }',
    'prepared',
    { variables: { t: 'x', i: 3 } },
  ],
  [
    'a denied variable beside a literal, not given',
    'query ($t: String, $i: Int) { echo(deep: { secret: $t, n: 11 }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(deep: { secret: $t, n: 12 }) { said } u: echo(text: $t, n: $i) { said } }',
    'prepared',
    { variables: { i: 1 } },
  ],
  [
    'a denied variable beside a literal, allowed',
    'query ($t: String, $i: Int) { echo(deep: { secret: $t, n: 3 }) { said } u: echo(text: $t, n: $i) { said } }',
    'query ($t: String, $i: Int) { echo(deep: { secret: $t, n: 4 }) { said } u: echo(text: $t, n: $i) { said } }',
    'prepared',
    { variables: { t: 'x' }, as: 's' },
  ],
  [
    'variables that are not declared',
    echo('n: 20, text: "a"'),
    echo('n: 21, text: "b"'),
    'prepared',
    { variables: { __l0: 99, __l1: 'evil', n: 98, __a_x: 1 } },
  ],
  [
    'a variable like a planned one',
    'query ($representations: Int) { echo(n: $representations, text: "a") { said } }',
    'query ($representations: Int) { echo(n: $representations, text: "b") { said } }',
    'prepared',
    { variables: { representations: 4, __a_representations: 5 } },
  ],
  [
    'a variable with the name of a literal',
    'query ($l: Int) { echo(n: $l, text: "a") { said } }',
    'query ($__l0: Int) { echo(n: $__l0, text: "a") { said } }',
    'apollo',
    { variables: { l: 1, __l0: 2 } },
  ],
  // Operations and fragments.
  ['one of two operations', TWO('"a"', '1'), TWO('"b"', '2'), 'prepared', { operationName: 'A' }],
  ['the other of two operations', TWO('"c"', '11'), TWO('"d"', '12'), 'apollo', { firstName: 'A', operationName: 'C' }],
  ['no name for two operations', TWO('"e"', '13'), TWO('"f"', '14'), 'apollo', { firstName: 'A' }],
  [
    'a number that does not fit in the other operation',
    TWO('"e"', '3'),
    TWO('"e"', '3000000000'),
    'apollo',
    { operationName: 'A' },
  ],
  [
    'a fragment',
    '{ ...F } fragment F on Query { echo(n: 1) { ...G } } fragment G on Echo { more(text: "x") { said } }',
    '{ ...F } fragment F on Query { echo(n: 2) { ...G } } fragment G on Echo { more(text: "y") { said } }',
    'prepared',
  ],
  [
    'a fragment spread twice',
    '{ ...F ... on Query { ...F } } fragment F on Query { echo(n: 3) { said } }',
    '{ ...F ... on Query { ...F } } fragment F on Query { echo(n: 4) { said } }',
    'prepared',
  ],
  [
    'below',
    '{ echo(n: 1) { more(deep: { n: 2 }) { more(text: "a") { said } } } }',
    '{ echo(n: 3) { more(deep: { n: 4 }) { more(text: "b") { said } } } }',
    'prepared',
  ],
  ['an argument with a default', echo('must: "x"'), echo('must: "y"'), 'prepared'],
  [
    'a mutation',
    'mutation { tell(text: "a") { said } b: tell(text: "b", n: 1) { said } }',
    'mutation { tell(text: "c") { said } b: tell(text: "d", n: 2) { said } }',
    'prepared',
  ],
  // Bounds.
  ['another page', '{ pages(first: 5) { said } }', '{ pages(first: 9000) { said } }', 'prepared'],
  ['a page that is too large', '{ pages(first: 6) { said } }', '{ pages(first: 20000) { said } }', 'apollo'],
  ['a page below one', '{ pages(first: 7) { said } }', '{ pages(first: -7) { said } }', 'prepared'],
  [
    'pages that are too large together',
    '{ a: pages(first: 6000) { said } b: pages(first: 30) { said } }',
    '{ a: pages(first: 6000) { said } b: pages(first: 5000) { said } }',
    'apollo',
  ],
  [
    'a page in a fragment',
    '{ ...P } fragment P on Query { pages(first: 8) { said } }',
    '{ ...P } fragment P on Query { pages(first: 20000) { said } }',
    'apollo',
  ],
  // Rights and subgraphs.
  [
    'a denied field',
    '{ echo(n: 22) { said } keeper { id name } sealed }',
    '{ echo(n: 23) { said } keeper { id name } sealed }',
    'prepared',
  ],
  [
    'a denied field, allowed',
    '{ echo(n: 24) { said } keeper { id name } }',
    '{ echo(n: 25) { said } keeper { id name } }',
    'prepared',
    { as: 's' },
  ],
  [
    'a denied argument',
    '{ keepers(name: "x", first: 1) { id } }',
    '{ keepers(name: "y", first: 2) { id } }',
    'prepared',
  ],
  [
    'a denied argument, allowed',
    '{ keepers(name: "z", first: 1) { id } }',
    '{ keepers(name: "w", first: 2) { id } }',
    'prepared',
    { as: 's' },
  ],
  ['a denied field of an input', echo('deep: { secret: "x" }'), echo('deep: { secret: "y" }'), 'prepared'],
  [
    'a subgraph that is down',
    '{ keepers(first: 3) { id town } }',
    '{ keepers(first: 4) { id town } }',
    'prepared',
    { two: undefined },
  ],
  [
    'a subgraph that answers nonsense',
    '{ keepers(first: 5) { id town } }',
    '{ keepers(first: 6) { id town } }',
    'prepared',
    { two: '<html>' },
  ],
  ['extensions', echo('n: 26'), echo('n: 27'), 'apollo', { extensions: {} }],
];

function deepWith(n: string): string {
  return `deep: { colour: RED, on: true, text: null, n: ${n} }`;
}

const asked = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');

/** What subgraphs were asked since the last call. */
const askedOf = ({ subgraphs }: AnyGateway) =>
  [...subgraphs].flatMap(([name, { received }]) =>
    received.splice(0).map(({ query, variables }) => ({ name, query, variables })),
  );

describe('an operation that differs from a prepared one in its literals', () => {
  let on: AnyGateway;
  let off: AnyGateway;
  beforeAll(async () => {
    const yaml = { introspection: true, subgraphs: { all: { retries: 0, breaker: { failures: 10_000 } } } };
    on = await anySupergraph(PARTS, yaml);
    off = await anySupergraph(PARTS, { ...yaml, preparedOperations: false });
  }, 60_000);
  afterEach(() => {
    for (const { subgraphs } of [on, off]) subgraphs.get('two')?.behave(undefined);
  });
  afterAll(() => Promise.all([on.close(), off.close()]));

  it.each(CASES.map(([title, ...rest]) => ({ title, rest })))(
    'is answered as by Apollo Server: $title',
    async ({ rest: [first, second, by, more = {}] }) => {
      const { variables, operationName, firstName = operationName, extensions, ...sent } = more;
      const ask = (query: string, name: string | undefined): Sent => ({
        ...sent,
        body: { query, variables, operationName: name, extensions },
      });
      for (const _ of ['first', 'again']) await sendTo(on, ask(first, firstName));
      const expected = await sendTo(off, ask(second, operationName));
      askedOf(on);
      const asks = askedOf(off);
      const before = asked.mock.calls.length;
      expect(await sendTo(on, ask(second, operationName))).toEqual(expected);
      expect(asked.mock.calls.length - before).toBe(by === 'apollo' ? 1 : 0);
      expect(askedOf(on)).toEqual(asks);
    },
  );
});
