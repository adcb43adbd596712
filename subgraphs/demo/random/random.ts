// Pseudo-random numbers from a seed: the same seed gives the same numbers on every machine and in every release.
import { createHash } from 'node:crypto';

export interface Random {
  /** 0 or more, below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** True with probability `share`. */
  chance(share: number): boolean;
  /** One of `items`, each as likely. */
  pick<Item>(items: readonly Item[]): Item;
  /** One of `items`, likely as its weight; an item of weight 0 is never picked. */
  weighted<Item>(items: readonly Item[], weight: (item: Item) => number): Item;
  /** `count` of `items`, or all of them, in an order of chance. */
  sample<Item>(items: readonly Item[], count: number): Item[];
  /** Log-normal: half of the values are below `median`; `spread` is the standard deviation of the logarithm. */
  logNormal(median: number, spread: number): number;
  /** `#` becomes a digit, `@` a capital; all else stays. */
  fill(pattern: string): string;
}

/** @param seed any text. */
export function random(seed: string): Random {
  const next = sfc32(seed);
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const pick = <Item>(items: readonly Item[]): Item => at(items, integer(0, items.length - 1));
  return {
    next,
    integer,
    chance: (share) => next() < share,
    pick,
    weighted(items, weight) {
      let rest = next() * items.reduce((sum, item) => sum + weight(item), 0);
      for (const item of items) {
        rest -= weight(item);
        if (rest < 0) return item;
      }
      throw new RangeError(`expected an item with a weight above 0, got ${items.length} items without`);
    },
    sample(items, count) {
      const left = [...items];
      const taken = [];
      while (taken.length < count && left.length > 0) taken.push(...left.splice(integer(0, left.length - 1), 1));
      return taken;
    },
    logNormal(median, spread) {
      // Box-Muller; 1 - next() is never 0, whose logarithm is not finite.
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(spread * normal);
    },
    fill: (pattern) =>
      pattern.replaceAll(/[#@]/g, (mark) =>
        mark === '#' ? String(integer(0, 9)) : 'ABCDEFGHKLMNPRSTUVXY'.charAt(integer(0, 19)),
      ),
  };
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError('expected at least one item, got none');
  return item;
}

/** Chris Doty-Humphrey's sfc32, seeded by SHA-256 of the text (a weaker hash gave two cases the same numbers) and run in. */
function sfc32(seed: string): () => number {
  const digest = createHash('sha256').update(seed).digest();
  let [a, b, c, counter] = [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), 1];
  const step = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round++) step();
  return step;
}
