// Long answers are read in parts, and read as the same.
import { describe, expect, it } from 'vitest';
import { type AnswerBounds, PART } from '#gateway/transport/answer-bounds.ts';
import { nextPart } from '#gateway/transport/entity-parts.ts';
import { readAnswer } from '#gateway/transport/read-answer.ts';

const BOUNDS: AnswerBounds = { bytes: 512 * PART, part: 2 * PART };
/** No entities were asked for. */
const NONE: AnswerBounds = { bytes: 512 * PART, part: undefined };
const LATER = Number.POSITIVE_INFINITY;

/** As text, or why not. */
async function read(text: string, bounds = BOUNDS, deadline = LATER, from = 'http://vn'): Promise<unknown> {
  try {
    return await readAnswer(Buffer.from(text), bounds, from, deadline);
  } catch (error) {
    return (error as { kind?: string }).kind ?? error;
  }
}

const TRICKY = [
  { text: 'brackets ]}[{ and, commas', more: [[], {}, [[{ a: [] }]]] },
  { text: 'quotes " and \\ and \\" at the end \\', name: { 'a"]': null } },
  { text: 'Hải quan Việt Nam 🐅 ສຸລິນ', number: -1.5e-7, truth: [true, false, null] },
  null,
];
/** As many that they are a long answer. */
const MANY = Array.from({ length: 20_000 }, (_, at) => {
  const each = TRICKY[at % TRICKY.length];
  return each && { ...each, at, filling: '€'.repeat(at % 97) };
});
const LIST = JSON.stringify(MANY);

/** @returns what stops counting, and tells how many turns of the event loop there were. */
function countTurns(): () => number {
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  return () => {
    isDone = true;
    return turns;
  };
}

/** Two values each. */
const filled = (name: string, values: number) => `{"data":{"${name}":[${'[],'.repeat(values / 2)}1]}}`;

const part = (text: string, { from = 0, least = 1, most = 100 } = {}) => nextPart(Buffer.from(text), from, least, most);

describe('a long answer about entities', () => {
  it.each([
    ['as it most often is', `{"data":{"_entities":${LIST}}}`],
    ['errors first', `{"errors":[{"message":"\\"data\\":{\\"_entities\\":["}],"data":{"_entities":${LIST}}}`],
    ['errors last', `{"data":{"_entities":${LIST}},"errors":[{"message":"m"}],"extensions":{}}`],
    ['with room', `\n { "data" :\t{ "_entities" : ${JSON.stringify(MANY, null, 1)}\n}\n}\n`],
    ['with more in data', `{"data":{"_entities":${LIST},"__typename":"Query"}}`],
  ])('reads as it does at once: %s', async (_, text) => {
    expect(text.length).toBeGreaterThan(10 * PART);
    const { data, errors } = JSON.parse(text) as { data: object; errors?: unknown };
    expect(await read(text)).toEqual(errors ? { data, errors } : { data });
    expect(await read(text, NONE)).toEqual(errors ? { data, errors } : { data });
  });

  it('leaves the loop to others between its parts', async () => {
    const turns = countTurns();
    const text = `{"data":{"_entities":${LIST}}}`;
    await read(text);
    expect(turns()).toBeGreaterThan(text.length / PART / 2);
  });

  it('is one of many of which one part is read in a turn, whoever they are from; who has one waits for one of each', async () => {
    const order: string[] = [];
    const turns = countTurns();
    const text = `{"data":{"_entities":${LIST}}}`;
    const all = ['many', 'many', 'many', 'many', 'one'].map(async (from) => {
      await read(text, BOUNDS, LATER, from);
      order.push(from);
    });
    await Promise.all(all);
    expect(turns()).toBeGreaterThan((5 * text.length) / PART / 2);
    expect(order.indexOf('one')).toBeLessThan(4);
  });

  it('is not read to its end once its time is over', async () => {
    expect(await read(`{"data":{"_entities":${LIST}}}`, BOUNDS, performance.now())).toBe('too-large');
  });

  it.each([
    ['nothing behind a comma', `{"data":{"_entities":${LIST.slice(0, -1)},]}}`],
    [
      'nothing behind a comma where it is cut',
      `{"data":{"_entities":${LIST.slice(0, -1)},"${'x'.repeat(140_000)}",]}}`,
    ],
    ['two commas', `{"data":{"_entities":${LIST.replace('null,', 'null,,')}}}`],
    ['a list that does not end', `{"data":{"_entities":${LIST.slice(0, -1)}`],
    ['a text that does not end', `{"data":{"_entities":${LIST.slice(0, -1)},"`],
    ['another bracket at its end', `{"data":{"_entities":${LIST.slice(0, -1)}}}}`],
    ['nothing but room where it is cut', `{"data":{"_entities":[${' '.repeat(PART)},${LIST.slice(1)}}}`],
    ['a list that is not of its data', `{"extensions":{"data":{"_entities":${LIST}}},"data":{"_entities":[]}}`],
    ['its data twice', `{"data":{"_entities":${LIST}},"data":{"_entities":[]}}`],
    ['a second list in other letters', `{"data":{"_entities":${LIST},"\\u005fentities":[]}}`],
    ['a second list', `{"data":{"_entities":${LIST},"_entities":[1]}}`],
    ['no data', `{"errors":[{"extensions":{"data":{"_entities":${LIST}}}}]}`],
    ['no data, but errors that hold some', `{"errors":[{"data":{"_entities":${LIST}}}],"data":null}`],
  ])('is nonsense with %s', async (_, text) => {
    expect(await read(text)).toBe('nonsense');
  });

  const long = `"${'x'.repeat(2 * PART)}"`;
  it.each([
    ['one entity', `{"data":{"_entities":[1,{"a":${long}},2]}}`],
    ['one entity of small parts', `{"data":{"_entities":[${LIST}]}}`],
    ['what stands before', `{"errors":[{"message":${long}}],"data":{"_entities":[]}}`],
    [
      'what stands around',
      `{"errors":[{"message":${long.slice(0, PART * 1.5)}"}],"data":{"_entities":[${LIST.slice(1)}},"extensions":{"a":${long.slice(0, PART)}"}}`,
    ],
    ['what stands behind', `{"data":{"_entities":[]},"errors":[{"message":${long}}]}`],
    ['what is no list of entities', `{"data":{"entities":${LIST}}}`],
  ])('is too long where it is %s that is', async (_, text) => {
    expect(await read(text)).toBe('too-large');
  });

  it('has no more than a million values', async () => {
    expect(await read(filled('_entities', 900_000))).toMatchObject({ data: { _entities: { length: 450_001 } } });
    expect(await read(filled('_entities', 1_100_000))).toBe('too-large');
    expect(await read(filled('a', 900_000), NONE)).toMatchObject({ data: { a: { length: 450_001 } } });
    expect(await read(filled('a', 1_100_000), NONE)).toBe('too-large');
  });
});

describe('a part', () => {
  it('ends behind whole entities', () => {
    expect(part('{"a":[1,2]},{"b":1}]')).toEqual({ end: 11, isLast: false, values: 4 });
    expect(part('{"a":[1,2]},{"b":1}]', { from: 12 })).toEqual({ end: 19, isLast: true, values: 1 });
    expect(part('{"a":[1,2]},{"b":1}]', { least: 15 })).toEqual({ end: 19, isLast: true, values: 5 });
    expect(part(']')).toEqual({ end: 0, isLast: true, values: 0 });
  });

  it('is none where one entity is too long', () => {
    expect(part('{"a":"xxxxxxxx"}]', { most: 10 })).toBeUndefined();
    expect(part('1,2,3,4,5,6,7,8,9]', { least: 100, most: 3 })).toMatchObject({ isLast: true });
  });
});
