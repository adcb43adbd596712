// What a number format shows of a number: a date, a time, or the number. ECMA-376 part 1, 18.8.30 and 18.8.31.

/** `none`: the number itself. */
export type Shown = 'none' | 'time' | 'year' | 'month' | 'day' | 'minute';

/** Formats that every workbook has without saying so. */
const BUILT_IN: Readonly<Record<number, Shown>> = {
  14: 'day',
  15: 'day',
  16: 'day',
  17: 'month',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'minute',
  45: 'time',
  46: 'time',
  47: 'time',
};
/** In Chinese, Japanese, Korean and Thai workbooks these are dates, each language its own. */
const EAST_ASIAN: readonly number[] = [27, 28, 29, 30, 31, 36, 50, 51, 54, 57, 58, 71, 72, 73, 77, 81];
const EAST_ASIAN_TIMES: readonly number[] = [32, 33, 34, 35, 52, 53, 55, 56, 75, 76, 78, 79, 80];

export function shownBy(id: number, code: string | undefined): Shown {
  if (code !== undefined) return shownByCode(code);
  const known = BUILT_IN[id];
  if (known !== undefined) return known;
  if (EAST_ASIAN.includes(id)) return 'day';
  return EAST_ASIAN_TIMES.includes(id) ? 'time' : 'none';
}

function shownByCode(code: string): Shown {
  // What is quoted or escaped is text, what is in brackets a colour, a condition or a language; [h], [m] and [s] are time.
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./gu, '')
    .replace(/\[(h+|m+|s+)\]/giu, ' $1 ')
    .replace(/\[[^\]]*\]/gu, '')
    .split(';', 1)[0]
    ?.replace(/general/giu, '')
    .toLowerCase();
  if (bare === undefined) return 'none';
  const time = /[hs]|am\/pm|a\/p/.test(bare);
  const year = /[ye]/.test(bare.replace(/e[+-]/g, ''));
  const day = /d/.test(bare);
  // m is a month, but beside hours or seconds it is minutes.
  const month = /m/.test(bare.replace(/h+\W*m+|m+\W*s+|am\/pm/g, ''));
  if (day && time) return 'minute';
  if (day) return 'day';
  if (month && (year || !time)) return 'month';
  if (year) return time ? 'minute' : 'year';
  return time ? 'time' : 'none';
}
