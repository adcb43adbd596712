import { describe, expect, it } from 'vitest';
import { answerBounds, hasManyValues } from '#gateway/transport/answer-bounds.ts';

const many = (text: string, most: number) => hasManyValues(Buffer.from(text), most);
const MIB = 1_048_576;

describe('an answer may have', () => {
  const options = { maxBytes: 8 * MIB, maxEntityBytes: 64_000 };

  it('as many bytes and values as there are entities asked for, and a share beside', () => {
    expect(answerBounds(options, 0)).toEqual({ bytes: MIB, values: 20_000 });
    expect(answerBounds(options, 3)).toEqual({ bytes: MIB + 192_000, values: 23_000 });
  });

  it('no more than any answer, however many are asked for', () => {
    expect(answerBounds(options, 10_000)).toEqual({ bytes: 8 * MIB, values: 1_000_000 });
    expect(answerBounds(options, undefined)).toEqual({ bytes: 8 * MIB, values: 1_000_000 });
  });
});

describe('the values of an answer', () => {
  it.each([
    ['lists and objects one after the other', '[[], [], {}]', 6],
    ['one in the other', '[[[{}]]]', 4],
    ['between texts', '["a",[],"b\\"",{},"\\\\",[]]', 9],
    ['numbers', '[1,2,3]', 3],
    ['members of an object', '{"a":1,"b":{"c":null}}', 3],
  ])('are counted: %s', (_, text, values) => {
    expect([many(text, values), many(text, values - 1)]).toEqual([false, true]);
  });

  it.each([
    ['texts', '["[[[[[[[,,,,,,,","{{{{{{,,,,,"]'],
    ['texts with quotes', '["\\"[[[[[,,,,,","\\\\\\"{{{{,,,,,"]'],
    ['a text that does not end', '["[[[[[[[[[,,,,,,,,,,,,,,,\\'],
  ])('are not counted in %s', (_, text) => {
    expect(many(text, 2)).toBe(false);
  });
});
