import { describe, expect, it } from 'vitest';
import { BoundedCache } from '#gateway/authorization/bounded-cache.ts';

const fail = () => {
  throw new Error('not now');
};

describe('a bounded cache', () => {
  it('forgets what was not used for longest', () => {
    const cache = new BoundedCache<number>(2);
    cache.getOrMake('a', () => 1);
    cache.getOrMake('b', () => 2);
    cache.get('a');
    cache.getOrMake('c', () => 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
  });

  it('forgets as many as weigh what is too much', () => {
    const cache = new BoundedCache<number>(10, (weight) => weight);
    for (const [key, weight] of Object.entries({ a: 4, b: 3, c: 3, d: 5 })) cache.getOrMake(key, () => weight);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.get('d')]).toEqual([undefined, undefined, 3, 5]);
    cache.getOrMake('e', () => 5);
    expect([cache.get('c'), cache.get('d'), cache.get('e')]).toEqual([undefined, 5, 5]);
  });

  it('does not keep what is heavier than all may be, and forgets nothing for it', () => {
    const cache = new BoundedCache<number>(10, (weight) => weight);
    cache.getOrMake('a', () => 9);
    expect(cache.getOrMake('huge', () => 11)).toBe(11);
    expect([cache.get('a'), cache.get('huge'), cache.size]).toEqual([9, undefined, 1]);
  });

  it('makes a value once', () => {
    const cache = new BoundedCache<boolean>(2);
    let made = 0;
    const make = () => ++made < 0;
    expect([cache.getOrMake('a', make), cache.getOrMake('a', make), made]).toEqual([false, false, 1]);
  });

  it('keeps nothing of what could not be made', () => {
    const cache = new BoundedCache<number>(2);
    expect(() => cache.getOrMake('a', fail)).toThrow('not now');
    expect(cache.getOrMake('a', () => 1)).toBe(1);
  });

  it.each([0, -1, 1.5, Number.NaN])('holds at least one entry: %d', (limit) => {
    expect(() => new BoundedCache(limit)).toThrow(RangeError);
  });
});
