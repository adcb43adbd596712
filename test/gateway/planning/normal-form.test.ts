import { buildSchema, Kind, parse, print, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { conditionVariables, decided } from '#gateway/planning/conditions.ts';
import { clientName } from '#gateway/planning/names.ts';
import { normalForm } from '#gateway/planning/normal-form.ts';

const schema = buildSchema(`
  type Query { f(i: Int, x: Float, s: String, id: ID, ids: [ID!], in: In, mood: Mood, any: Any, on: Boolean, must: Int! = 3): Thing }
  type Thing { id: ID name: String list(first: Int): [Thing] }
  input In { a: Int! b: [Mood] c: In } enum Mood { GLAD SAD } scalar Any
`);
const NAMING = { shadowed: new Set(['list']), joined: new Set<string>() };

function formOf(text: string, values: Record<string, boolean> = {}) {
  const document = parse(text, { noLocation: true });
  expect(validate(schema, document)).toEqual([]);
  const before = print(document);
  const form = normalForm(document, schema, NAMING, new Map(Object.entries(values)));
  expect(print(document)).toBe(before);
  expect(validate(schema, form.document).filter(({ message }) => !message.includes('never used'))).toEqual([]);
  return form;
}

const key = (text: string) => formOf(text).key;

describe('literals', () => {
  it.each([
    ['i: 5', 5],
    ['i: -2147483648', -2_147_483_648],
    ['x: 1', 1],
    ['x: 1.50e3', 1_500],
    ['s: "a\\"b"', 'a"b'],
    ['s: """block"""', 'block'],
    ['id: 7', '7'],
    ['id: "7"', '7'],
    ['id: 123456789012345678901234567890', '123456789012345678901234567890'],
    ['ids: "a"', 'a'],
    ['ids: ["a", 3]', ['a', '3']],
    ['in: { a: 1, b: GLAD, c: { a: 2, b: [null, SAD] } }', { a: 1, b: 'GLAD', c: { a: 2, b: [null, 'SAD'] } }],
    ['mood: SAD', 'SAD'],
    ['on: true', true],
    ['any: "text"', 'text'],
    ['any: 3', 3],
    ['s: null', null],
  ])('%s is the value of a variable', (argument, value) => {
    const form = formOf(`{ f(${argument}) { id } }`);
    expect(form.literals).toEqual({ __l0: value });
    expect(form.key).not.toContain(argument);
  });

  it.each([
    ['any: 12345678901234567890'],
    ['any: 1.5'],
    ['any: GLAD'],
    ['any: { a: 1 }'],
    ['in: { a: $n }'],
    ['ids: [$v]'],
  ])('%s stays: it may not mean the same as a value', (argument) => {
    const variables = [argument.includes('$n') ? '$n: Int!' : '', argument.includes('$v') ? '$v: ID!' : ''].join('');
    const form = formOf(`query${variables ? `(${variables})` : ''} { f(${argument}) { id } }`);
    expect(form.literals).toEqual({});
    expect(form.key).toContain(argument.split(': ')[0] ?? '');
  });

  it.each([
    ['ids: [$v, "x"]', { __l0: 'x' }, 'ids: [$v, $__l0]'],
    ['in: { a: $n, b: [SAD], c: { a: 2 } }', { __l0: ['SAD'], __l1: { a: 2 } }, 'in: {a: $n, b: $__l0, c: $__l1}'],
    ['in: { a: 1, c: { a: $n, b: SAD } }', { __l0: 1, __l1: 'SAD' }, 'in: {a: $__l0, c: {a: $n, b: $__l1}}'],
    ['in: { a: 3, c: { a: 3, b: [$m] } }', { __l0: 3 }, 'in: {a: $__l0, c: {a: $__l0, b: [$m]}}'],
  ])('beside variables are variables of their own: %s', (argument, literals, planned) => {
    const declared = { $v: 'ID!', $n: 'Int!', $m: 'Mood' };
    const variables = Object.entries(declared).flatMap(([name, type]) =>
      argument.includes(name) ? [`${name}: ${type}`] : [],
    );
    const form = formOf(`query (${variables.join()}) { f(${argument}) { id } }`);
    expect(form.literals).toEqual(literals);
    expect(form.key).toContain(planned);
  });

  it('of equal type and value are one variable, so that equal fields stay equal', () => {
    const { literals } = formOf(
      '{ ...A ...B } fragment A on Query { f(i: 1, must: 1) { id } } fragment B on Query { f(must: 1, i: 1) { name } }',
    );
    expect(Object.values(literals)).toEqual([1, 1]);
  });

  it('alone make no other plan', () => {
    expect(key('{ f(i: 1, s: "a") { id } }')).toBe(key('{ f(i: 2, s: "b") { id } }'));
    expect(key('{ f(i: 1) { id } }')).not.toBe(key('{ f(must: 1) { id } }'));
    expect(key('{ a: f(i: 1) { id } b: f(i: 1) { id } }')).not.toBe(key('{ a: f(i: 1) { id } b: f(i: 2) { id } }'));
    expect(key('{ f { id } }')).not.toBe(key('{ f { name } }'));
  });
});

describe('conditions', () => {
  const QUERY =
    'query ($yes: Boolean = true, $no: Boolean!) { f { id @skip(if: $yes) name @include(if: $no) ...F } } fragment F on Thing { list @include(if: $no) { id } }';

  it('are decided, and leave nothing of themselves', () => {
    expect([...conditionVariables(parse(QUERY))]).toEqual([
      ['yes', true],
      ['no', undefined],
    ]);
    const defaults = new Map([['constructor', true] as const, ['toString', undefined] as const]);
    expect([...decided(defaults, {})]).toEqual([...defaults.keys()].map((name) => [name, name === 'constructor']));
    expect(formOf(QUERY, { yes: false, no: true }).key).toMatch(/id\s+name\s+\.\.\.F/);
    expect(formOf(QUERY, { yes: true, no: false }).key).not.toMatch(/@|\bname|\bid\b|fragment/);
    expect(key('{ f { id @include(if: false) name @skip(if: false) } }')).not.toContain('id');
  });

  it('that leave nothing leave a mark, which is no name of a client’s', () => {
    expect(key('{ f { id @skip(if: true) } }')).toContain('__nothing: __typename');
  });
});

describe('a name', () => {
  it.each([
    ['{ f { id } }', 'id'],
    ['{ f { id: id } }', 'id'],
    ['{ f { id: name } }', '__a_id'],
    ['{ f { anything: name } }', '__a_anything'],
    ['{ f { id: __typename } }', '__a_id'],
    ['{ f { list { id } } }', 'list'],
    ['{ f { list(first: 1) { name } } }', '__a_list'],
  ])('of %s is planned as %s', (text, planned) => {
    const { operation } = formOf(text);
    const [f] = operation.selectionSet.selections;
    const [node] = (f?.kind === Kind.FIELD && f.selectionSet?.selections) || [];
    const name = node?.kind === Kind.FIELD ? (node.alias ?? node.name).value : undefined;
    expect(name).toBe(planned);
    expect(text).toContain(clientName(planned));
  });
});
