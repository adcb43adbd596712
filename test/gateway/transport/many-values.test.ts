import { describe, expect, it } from 'vitest';
import { hasManyValues } from '#gateway/transport/many-values.ts';

const many = (text: string, most: number) => hasManyValues(Buffer.from(text), most);

describe('the objects and lists of an answer', () => {
  it.each([
    ['one after the other', '[[],[],{}]', 4],
    ['one in the other', '[[[{}]]]', 4],
    ['between texts', '["a",[],"b\\"",{},"\\\\",[]]', 4],
  ])('are counted: %s', (_, text, values) => {
    expect([many(text, values), many(text, values - 1)]).toEqual([false, true]);
  });

  it.each([
    ['texts', '["[[[[[[[[[[[[[[","{{{{{{{{{{{"]'],
    ['texts with quotes', '["\\"[[[[[[[[[[","\\\\\\"{{{{{{{{{"]'],
    ['a text that does not end', '["[[[[[[[[[[[[[[[[[[[[[[[[\\'],
  ])('are not counted in %s', (_, text) => {
    expect(many(text, 2)).toBe(false);
  });
});
