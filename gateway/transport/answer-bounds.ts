// How much one answer may be. While it is read nobody else is answered, so it is bounded by what was asked: 31 MiB about two
// cases, each as ordinary as any, take JSON.parse a second. Nor do bytes alone bound what reading takes: of names and texts
// that are all different, 31 MiB take as long as ten times as much of one text.

/** What an answer about entities may have beside what it may for each of them. */
const BASE_BYTES = 1_048_576;
const BASE_VALUES = 20_000;
/** Of an entity as large as one may be in the mean. Cases have 20 bytes for each value. */
const BYTES_A_VALUE = 64;
/** No page that may be asked for has as many. */
const MOST_VALUES = 1_000_000;

const [QUOTE, ESCAPE, LIST, OBJECT, NEXT] = [0x22, 0x5c, 0x5b, 0x7b, 0x2c];

export interface AnswerBounds {
  readonly bytes: number;
  readonly values: number;
}

export interface BoundOptions {
  /** Of any answer. */
  readonly maxBytes: number;
  /** Of an answer about entities, for each of them. */
  readonly maxEntityBytes: number;
}

/** @param entities that were asked for; undefined where each may hold a page, and for an answer about something else. */
export function answerBounds({ maxBytes, maxEntityBytes }: BoundOptions, entities: number | undefined): AnswerBounds {
  if (entities === undefined) return { bytes: maxBytes, values: MOST_VALUES };
  const bytes = maxEntityBytes * entities;
  return {
    bytes: Math.min(maxBytes, BASE_BYTES + bytes),
    values: Math.min(MOST_VALUES, BASE_VALUES + Math.ceil(bytes / BYTES_A_VALUE)),
  };
}

/**
 * Whether there are more values than `most`, by what begins or separates them.
 * @param json as it came; whether it is JSON at all is not told.
 */
export function hasManyValues(json: Uint8Array, most: number): boolean {
  // Each takes two bytes: most answers are too short, and not looked at.
  if (json.length <= 2 * most) return false;
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) for (at += 1; at < json.length && json[at] !== QUOTE; at += 1) if (json[at] === ESCAPE) at += 1;
    if (byte === NEXT || byte === LIST || byte === OBJECT) values += 1;
    if (values > most) return true;
  }
  return false;
}
