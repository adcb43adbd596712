import { describe, expect, it } from 'vitest';
import { repeatedName } from '#gateway/authentication/repeated-name.ts';

describe('a repeated name', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"b":{"a":1},"c":[{"a":1},{"d":1 , "d" : 2}]}', 'd'],
    ['{"":1,"":2}', ''],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ])('is found in %s', (text, name) => {
    expect(repeatedName(text)).toBe(name);
  });

  it.each([
    '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}',
    '{"a":"a\\":\\"a","b":"{\\"a\\":1,\\"a\\":2}"}',
    '["a","a"]',
    '7',
  ])('is none in %s', (text) => {
    expect(repeatedName(text)).toBeUndefined();
  });
});
