// A name that stands twice in a JSON object: parsers differ in which one they take, so a token with one says different
// things to us and to whoever verifies it next (RFC 7519, 4).

/** The first name that is repeated within an object, at any depth. `text` is JSON that has been parsed. */
export function repeatedName(text: string): string | undefined {
  /** One for each `{` or `[` that is open; names of the former. */
  const open: (Set<string> | undefined)[] = [];
  // Of JSON that parses, a string before a colon is a name, and nothing else is.
  for (const [part, name] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    if (part === '{') open.push(new Set());
    else if (part === '[') open.push(undefined);
    else if (part === '}' || part === ']') open.pop();
    else if (name !== undefined) {
      const read = JSON.parse(name) as string;
      const names = open.at(-1);
      if (names?.has(read)) return read;
      names?.add(read);
    }
  }
  return undefined;
}
