// The attack: compute a count that is kept back from what is told. The attacker knows the rule, all keys and the total,
// and tries every table that would have been told in the same way.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, hiddenFacts, hiddenKeys } from '#subgraphs/campaign/statistics/suppress.ts';

const cellsOf = (counts: readonly number[]): Cell[] =>
  counts.map((cases, index) => ({ key: String.fromCodePoint(97 + index), cases }));

/** What is told: by key, null where it is kept back; undefined where nothing is. */
function told(counts: readonly number[], rest: number): string | undefined {
  const hidden = hiddenKeys(cellsOf(counts), rest);
  if (hidden === undefined) return undefined;
  return JSON.stringify(cellsOf(counts).map(({ key, cases }) => (hidden.has(key) ? null : cases)));
}

/** Every way to spread `sum` over so many cells, each holding one at least. */
function* spreads(sum: number, cells: number): Generator<number[]> {
  if (cells === 1) {
    if (sum >= 1) yield [sum];
    return;
  }
  for (let first = 1; first <= sum - cells + 1; first += 1) {
    for (const others of spreads(sum - first, cells - 1)) yield [first, ...others];
  }
}

/** Tables that are told as this one is, of the same total. */
function alike(counts: readonly number[], rest: number): number[][] {
  const total = counts.reduce((sum, each) => sum + each, 0) + rest;
  const answer = told(counts, rest);
  const found: number[][] = [];
  for (let other = 0; other <= (rest === 0 ? 0 : total - counts.length); other += 1) {
    for (const spread of spreads(total - other, counts.length)) {
      if (told(spread, other) === answer) found.push([...spread, other]);
    }
  }
  return found;
}

describe('a breakdown', () => {
  it('never lets a count under five be computed, by whoever knows the rule, the keys and the total', () => {
    const table = fc.record({
      counts: fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 })), {
        minLength: 1,
        maxLength: 4,
      }),
      rest: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })),
    });
    fc.assert(
      fc.property(table, ({ counts, rest }) => {
        if (told(counts, rest) === undefined) return;
        const possible = alike(counts, rest);
        for (const [index, cases] of [...counts, rest].entries()) {
          if (cases === 0 || cases >= 5) continue;
          expect(new Set(possible.map((each) => each[index])).size).toBeGreaterThan(1);
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['tells all where none is small', [9, 5, 7], 0, '[9,5,7]'],
    ['hides a small one with another, by key and not by size', [100, 3, 20, 50], 0, '[null,null,20,50]'],
    [
      'hides one besides several small ones, which their sum would give away',
      [1, 1, 1, 1, 1, 50, 60],
      0,
      '[null,null,null,null,null,null,60]',
    ],
    ['hides more where the first other leaves too little room', [1, 5, 6, 100], 0, '[null,null,null,100]'],
    ['does not let what is shown bound what is hidden', [5, 5, 2], 0, '[null,5,null]'],
    ['hides one for a small rest that is in no cell', [30, 20], 2, '[null,20]'],
    ['takes a large rest for what hides a small one', [30, 2], 20, '[30,null]'],
    ['tells nothing where nothing else could hide it', [4, 4], 0, undefined],
    ['tells nothing where one cell is all', [3], 0, undefined],
  ])('%s', (_, counts, rest, expected) => {
    expect(told(counts, rest)).toBe(expected);
  });
});

describe('a breakdown by a fact', () => {
  it('is protected within each kind, to which its names add up', () => {
    const cells = [
      { kind: 'WILDLIFE', key: 'Manis javanica', cases: 80 },
      { kind: 'WILDLIFE', key: 'Panthera tigris', cases: 2 },
      { kind: 'WILDLIFE', key: 'Loxodonta africana', cases: 40 },
      { kind: 'TIMBER', key: 'Dalbergia cochinchinensis', cases: 6 },
    ];
    // Not the timber, though it comes first: 122 wildlife cases less 80 and 40 would be the tigers.
    expect(hiddenFacts(cells, new Set())).toEqual(new Set(['Panthera tigris', 'Loxodonta africana']));
    // Where the kind is hidden, its names would give it away.
    expect(hiddenFacts(cells, new Set(['TIMBER']))?.has('Dalbergia cochinchinensis')).toBe(true);
    expect(hiddenFacts(cells, undefined)).toBeUndefined();
  });
});
