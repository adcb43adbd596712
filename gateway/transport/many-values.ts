// Whether an answer holds more objects and lists than one may. Bytes alone do not bound what reading them takes: 31 MiB of
// empty lists take JSON.parse ten times as long as 31 MiB of cases, and nobody is answered meanwhile.

/** No page that may be asked for has as many. */
export const MOST_VALUES = 500_000;

const [QUOTE, ESCAPE, LIST, OBJECT] = [0x22, 0x5c, 0x5b, 0x7b];

/** @param json as it came; whether it is JSON at all is not told. */
export function hasManyValues(json: Uint8Array, most = MOST_VALUES): boolean {
  // Each takes two bytes: most answers are too short, and not looked at.
  if (json.length <= 2 * most) return false;
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) for (at += 1; at < json.length && json[at] !== QUOTE; at += 1) if (json[at] === ESCAPE) at += 1;
    if (byte === LIST || byte === OBJECT) values += 1;
    if (values > most) return true;
  }
  return false;
}
