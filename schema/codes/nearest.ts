// The names on a list that are nearest to one that is not: what was meant by `methamfetamine`.

/** Edits that a name may be away, for each four characters of it. */
const EDITS = 1;

/**
 * At most `most` of `names`, nearest first; none where nothing is near. Case does not matter.
 * @param names tried as they are; a repeated one counts once.
 */
export function nearest(name: string, names: Iterable<string>, most = 3): string[] {
  const wanted = name.trim().toLowerCase();
  const limit = Math.max(1, EDITS * Math.ceil(wanted.length / 4));
  const near = [...new Set(names)].flatMap((each) => {
    const distance = between(wanted, each.toLowerCase(), limit);
    return distance === undefined ? [] : [{ each, distance }];
  });
  near.sort((one, other) => one.distance - other.distance || (one.each < other.each ? -1 : 1));
  return near.slice(0, most).map(({ each }) => each);
}

/** Edits from one text to the other; a text that begins the other is one away. Undefined beyond `limit`. */
function between(one: string, other: string, limit: number): number | undefined {
  if (one.length >= 3 && other.startsWith(one)) return one === other ? 0 : 1;
  if (Math.abs(one.length - other.length) > limit) return undefined;
  // Optimal string alignment: insert, delete, replace, swap of neighbours.
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min(at(last, column) + 1, at(line, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        least = Math.min(least, at(beforeLast, column - 2) + 1);
      line.push(least);
    }
    if (Math.min(...line) > limit) return undefined;
    beforeLast = last;
    last = line;
  }
  const distance = at(last, other.length);
  return distance > limit ? undefined : distance;
}

function at(line: readonly number[], index: number): number {
  return line[index] ?? Number.POSITIVE_INFINITY;
}

/** As the end of a message: `; nearest: a, b`, or nothing where nothing is near. */
export function suggestion(name: string, names: Iterable<string>): string {
  const near = nearest(name, names);
  return near.length === 0 ? '' : `; nearest: ${near.join(', ')}`;
}
