// The values of a request header, each time that it stands there. Node keeps one of them or joins them, and whoever looked
// at the request before may have looked at another.

/** @param name in lower case. */
export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = [];
  // Names and values by turns. Looked at several times a request: most names end at their length.
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const each = rawHeaders[index] ?? '';
    if (each.length === name.length && each.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '');
  }
  return values;
}
