import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance, nearest } from '#subgraphs/intake/mapping/nearest.ts';

it.each([
  ['Vietnm', 'Vietnam'],
  ['Viet nam', 'Vietnam'],
  ['Zimbabew', 'Zimbabwe'],
  ['ZIMBABWE', 'Zimbabwe'],
  ['Somewhere else', undefined],
  ['', undefined],
  ['x'.repeat(10_000), undefined],
])('the nearest known text of %s is %s', (text, found) => {
  expect(nearest(text, ['Vietnam', 'Zimbabwe', 'Zambia'])).toBe(found);
});

it('the distance is one of edits: none where equal, the same both ways, never more than by another text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'đ', '漢'), maxLength: 6 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(editDistance(`${a}x`, a)).toBe(1);
    }),
  );
  expect(editDistance('ab', 'ba')).toBe(1);
});
