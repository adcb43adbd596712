import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { selectionBudget } from '#gateway/protection/selection-budget.ts';

const schema = buildSchema('type Query { a: Query b: Int c: Int }');

function faults(text: string, limits = { maxSelections: 10, maxDepth: 4 }): string[] {
  return validate(schema, parse(text), [...specifiedRules, selectionBudget(limits)]).map((error) => error.message);
}

describe('the selection budget', () => {
  it('counts what a fragment selects wherever it is spread', () => {
    expect(faults('{ a { ...F } } fragment F on Query { b c }')).toEqual([]);
    expect(faults('{ x: a { ...F } y: a { ...F } z: a { ...F } w: a { ...F } } fragment F on Query { b c }')).toEqual([
      'Expected at most 10 selections with every fragment written out, got more.',
    ]);
  });

  it('counts levels through fragments', () => {
    expect(faults('{ a { a { a { b } } } }')).toEqual([]);
    expect(faults('{ a { ...F } } fragment F on Query { a { a { a { b } } } }')).toEqual([
      'Expected at most 4 levels of selection, got more.',
    ]);
  });

  it('refuses sixty levels of a fragment that spreads two others, at once', () => {
    const levels = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Query { x: a { ...F${i + 1} } y: a { ...F${i + 1} } }`,
    );
    const began = performance.now();
    expect(
      faults(`{ ...F0 } ${levels.join(' ')} fragment F60 on Query { b }`, { maxSelections: 5_000, maxDepth: 1_000 }),
    ).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('leaves a fragment within itself to the rule that refuses it', () => {
    expect(faults('{ ...F } fragment F on Query { a { ...F } }')).toEqual([
      expect.stringContaining('Cannot spread fragment'),
    ]);
  });
});
