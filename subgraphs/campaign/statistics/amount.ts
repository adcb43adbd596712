// Sums of reported amounts, without the noise of binary fractions: 0.1 and 0.2 are 0.3, in whatever order they are added.

/** Twelve significant digits: more than any scale weighs, fewer than where a sum depends on its order. */
export function amount(sum: number): number;
export function amount(sum: number | null): number | null;
export function amount(sum: number | null): number | null {
  return sum === null ? null : Number(sum.toPrecision(12));
}
