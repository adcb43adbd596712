// The values of a request header, each time that it stands there. Node keeps one of them or joins them, and whoever looked
// at the request before may have looked at another.

/** @param name in lower case. */
export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}
