// Where the list of entities of a long answer can be cut, so that it need not be read at once. Bytes, not text: what is looked
// for is ASCII, of which no other character of UTF-8 has a byte.

const [QUOTE, ESCAPE, NEXT] = [0x22, 0x5c, 0x2c];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];
const LIST_OF_ENTITIES = /"data"\s*:\s*\{\s*"_entities"\s*:\s*\[/;

/** Where the first entity begins; undefined where there is no list of them within the first `most` bytes. */
export function entitiesFrom(json: Buffer, most: number): number | undefined {
  const found = LIST_OF_ENTITIES.exec(json.toString('latin1', 0, most));
  return found ? found.index + found[0].length : undefined;
}

export interface Part {
  /** Of the comma or bracket behind it. */
  readonly end: number;
  readonly isLast: boolean;
  /** By what begins or separates them. */
  readonly values: number;
}

/**
 * Whole entities from `from` on, of `least` bytes together or as many as there are.
 * @param most bytes of one of them.
 * @returns undefined where one is longer; a list that does not end is a part that is no JSON.
 */
export function nextPart(json: Buffer, from: number, least: number, most: number): Part | undefined {
  let depth = 0;
  let values = 0;
  let begin = from;
  for (let at = from; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) for (at += 1; at < json.length && json[at] !== QUOTE; at += 1) if (json[at] === ESCAPE) at += 1;
    if (byte === LIST || byte === OBJECT) {
      depth += 1;
      values += 1;
    } else if (byte === LIST_END || byte === OBJECT_END) {
      if (depth === 0) return { end: at, isLast: true, values };
      depth -= 1;
    } else if (byte === NEXT) {
      values += 1;
      if (depth > 0) continue;
      if (at - from >= least) return { end: at, isLast: false, values };
      begin = at + 1;
    }
    if (at - begin > most) return undefined;
  }
  return { end: json.length, isLast: true, values };
}
