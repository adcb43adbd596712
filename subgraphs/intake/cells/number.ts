// Numbers as spreadsheets write them: thousands separators, decimal commas, words around the number.

export interface NumberForm {
  /** Default `.`. */
  readonly decimal?: '.' | ',' | undefined;
  /** Between groups of three digits. Default `,`, or `.` where the decimal sign is a comma. */
  readonly thousands?: ',' | '.' | ' ' | "'" | undefined;
  /** Words that may stand before or behind the number, for example `kg` or `approx.`; case does not matter. */
  readonly strip?: readonly string[] | undefined;
}

const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** The number that `text` states, or undefined: a half-read number would be a made-up one. */
export function readNumber(text: string, form: NumberForm = {}): number | undefined {
  const decimal = form.decimal ?? '.';
  const thousands = form.thousands ?? (decimal === ',' ? '.' : ',');
  // No-break blanks are blanks; Excel writes them between thousands in several languages.
  let rest = text.replace(/[\u00a0\u202f]/gu, ' ').trim();
  for (const word of form.strip ?? []) rest = without(rest, word);
  const [whole = '', ...fraction] = rest.split(decimal);
  if (fraction.length > 1) return undefined;
  let digits = whole;
  if (whole.includes(thousands)) {
    const groups = whole.replace(/^[+-]/, '').split(thousands);
    if (!groups.every((group, index) => (index === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group))) return undefined;
    digits = whole.split(thousands).join('');
  }
  const plain = fraction.length === 0 ? digits : `${digits}.${fraction[0]}`;
  if (!PLAIN.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

function without(text: string, word: string): string {
  const lower = text.toLowerCase();
  const cut = word.toLowerCase();
  if (lower.endsWith(cut)) return text.slice(0, text.length - word.length).trim();
  if (lower.startsWith(cut)) return text.slice(word.length).trim();
  return text;
}
