import { describe, expect, test } from 'vitest';
import { random } from '#subgraphs/demo/random/random.ts';
import { apportion } from '#subgraphs/demo/schedule/apportion.ts';
import { monthsOf, plusDays } from '#subgraphs/demo/schedule/days.ts';

const many = (seed: string, count: number) => {
  const chance = random(seed);
  return Array.from({ length: count }, () => chance.next());
};

describe('numbers from a seed', () => {
  test('are the same for the same seed, and others for another', () => {
    expect(many('a', 20)).toEqual(many('a', 20));
    expect(many('a', 20)).not.toEqual(many('b', 20));
  });

  test('differ for every id of a large campaign', () => {
    const firsts = Array.from({ length: 20_000 }, (_, number) => random(`CN-OMD5-${number}`)).map((chance) =>
      [chance.next(), chance.next()].join(),
    );
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  test('spread evenly from 0 to below 1', () => {
    const numbers = many('even', 20_000);
    expect(numbers.every((each) => each >= 0 && each < 1)).toBe(true);
    const tenths = Map.groupBy(numbers, (each) => Math.floor(each * 10));
    for (let tenth = 0; tenth < 10; tenth++) expect(tenths.get(tenth)?.length).toBeGreaterThan(1_800);
  });

  test('pick by weight, and never what has none', () => {
    const chance = random('weights');
    const weights: Record<string, number> = { never: 0, seldom: 1, often: 9 };
    const picks = Array.from({ length: 2_000 }, () =>
      chance.weighted(Object.keys(weights), (each) => weights[each] ?? 0),
    );
    expect(picks).not.toContain('never');
    expect(picks.filter((each) => each === 'seldom').length).toBeGreaterThan(120);
    expect(picks.filter((each) => each === 'seldom').length).toBeLessThan(300);
    expect(() => chance.weighted(['a'], () => 0)).toThrow(/expected an item with a weight above 0/);
  });

  test('are log-normal around the median', () => {
    const chance = random('log-normal');
    const below = Array.from({ length: 4_000 }, () => chance.logNormal(50, 1)).filter((each) => each < 50);
    expect(below.length).toBeGreaterThan(1_850);
    expect(below.length).toBeLessThan(2_150);
  });

  test('sample without repeats', () => {
    expect(
      random('s')
        .sample([1, 2, 3, 4], 9)
        .toSorted((a, b) => a - b),
    ).toEqual([1, 2, 3, 4]);
  });
});

describe('shares', () => {
  test('add up, and follow the weights', () => {
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(apportion(7, [0, 2, 5])).toEqual([0, 2, 5]);
    expect(apportion(0, [0, 0])).toEqual([0, 0]);
    expect(() => apportion(3, [0, 0])).toThrow(/expected a weight above 0/);
  });
});

describe('days', () => {
  test('pass over months, years and leap days', () => {
    expect(plusDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(plusDays('2023-12-31', 1)).toBe('2024-01-01');
    expect(plusDays('2024-03-01', -1)).toBe('2024-02-29');
  });

  test('group by month within the period', () => {
    const months = monthsOf('2023-04-15', '2023-06-02');
    expect(months.map(({ days }) => days.length)).toEqual([16, 31, 2]);
  });
});
