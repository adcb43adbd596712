// Whole shares that add up.

/**
 * Shares `total` out by weight, by largest remainders; equal remainders go to the first.
 * @throws RangeError where there is something to share and no weight above 0.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (total > 0 && sum <= 0) throw new RangeError(`expected a weight above 0 to share ${total} by, got none`);
  const exact = weights.map((weight) => (sum === 0 ? 0 : (total * weight) / sum));
  const shares = exact.map(Math.floor);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index);
  let left = total - shares.reduce((all, share) => all + share, 0);
  for (const { index } of byRemainder) {
    if (left === 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    left--;
  }
  return shares;
}
