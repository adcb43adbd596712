// Characters that no field of a case may hold, and what a spreadsheet would run.

/** Those that databases refuse or terminals obey: C0 and C1 but tab and line ends, and what is no character at all. */
const CONTROL = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/u;
/** Embeddings, overrides and isolates, which show a text in another order than it has. Mere marks may stay. */
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/u;

/** The first character that a field may not hold, as `U+202E`. Free text may hold those that order Arabic and Hebrew. */
export function hostileCharacter(text: string, free = false): string | undefined {
  const found = CONTROL.exec(text) ?? (free ? null : REORDERING.exec(text));
  const point = found?.[0].codePointAt(0);
  return point === undefined ? undefined : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether a spreadsheet that opens the file would take this cell for a formula. Numbers are none. */
export function isLive(cell: string): boolean {
  const text = cell.trimStart();
  return /^[=+\-@]/.test(text) && !/^[+-]?[\d., ]+(e[+-]?\d+)?$/i.test(text) && !/^-+$/.test(text);
}
