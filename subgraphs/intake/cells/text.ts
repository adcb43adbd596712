// Text of cells, compared as people mean it: case, blanks and the shape of an apostrophe do not tell two values apart.

/** One line: runs of blanks and line breaks become one blank, the ends are cut. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** The form that values are compared in. */
export function folded(text: string): string {
  return oneLine(text.normalize('NFC'))
    .replace(/[’ʼ`´]/gu, "'")
    .toLowerCase();
}
