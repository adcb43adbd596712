// The known text that an unknown one was probably meant to be.
import { folded } from '../cells/text.ts';

/** Texts that are longer are sentences: nothing is near them. */
const LONGEST = 60;

/** Undefined where none is near: more than a third of the letters would have to change. */
export function nearest(text: string, known: Iterable<string>): string | undefined {
  const from = folded(text);
  if (from === '' || from.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(from.length / 3)) + 1;
  for (const each of known) {
    const to = folded(each);
    if (Math.abs(to.length - from.length) >= least) continue;
    const distance = editDistance(from, to);
    if (distance < least) {
      least = distance;
      best = each;
    }
  }
  return best;
}

/** Letters to put in, take out, change, or swap with their neighbour (optimal string alignment). */
export function editDistance(one: string, other: string): number {
  const [a, b] = [Array.from(one), Array.from(other)];
  let twoBack: number[] = [];
  let back = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.entries()) {
    const row = [i + 1];
    for (const [j, against] of b.entries()) {
      const same = letter === against ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (back[j + 1] ?? 0) + 1, (back[j] ?? 0) + same);
      if (i > 0 && j > 0 && letter === b[j - 1] && a[i - 1] === against)
        least = Math.min(least, (twoBack[j - 1] ?? 0) + 1);
      row.push(least);
    }
    twoBack = back;
    back = row;
  }
  return back[b.length] ?? 0;
}
