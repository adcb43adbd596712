import { describe, expect, it } from 'vitest';
import { Recent } from '#trust/recent.ts';

describe('the values used most recently', () => {
  it('are never more than the capacity, however many come', () => {
    const recent = new Recent<number>(100);
    let most = 0;
    for (let number = 0; number < 10_000; number++) {
      recent.set(String(number), number);
      recent.get(String(number - (number % 60)));
      most = Math.max(most, recent.size);
    }
    expect(most).toBe(100);
  });

  it('are kept: the last half of the capacity is always there', () => {
    const recent = new Recent<number>(100);
    for (let number = 0; number < 1000; number++) {
      recent.set(String(number), number);
      for (let last = Math.max(0, number - 49); last <= number; last++) expect(recent.get(String(last))).toBe(last);
    }
    expect(recent.get('0')).toBeUndefined();
  });

  it('are kept while they are used, whatever else comes', () => {
    const recent = new Recent<number>(10);
    recent.set('used', -1);
    for (let number = 0; number < 1000; number++) {
      recent.set(String(number), number);
      expect(recent.get('used')).toBe(-1);
    }
  });

  it('are the newest of their key, and gone once cleared', () => {
    const recent = new Recent<string>(4);
    recent.set('a', 'first');
    recent.set('b', 'other');
    recent.set('c', 'other');
    recent.set('a', 'second');
    expect(recent.size).toBe(3);
    expect(recent.get('a')).toBe('second');
    recent.clear();
    expect([recent.size, recent.get('c')]).toEqual([0, undefined]);
  });

  it('need room for two', () => {
    expect(() => new Recent(1)).toThrow(RangeError);
  });
});
