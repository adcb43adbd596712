// Excel's serial days in the 1900 system: day 1 is 1900-01-01. Excel counts a 29 February 1900 that never was (day 60),
// so days from 61 on stand one too high. Source: ECMA-376 part 1, 18.17.4.1.

const DAY = 86_400_000;
/** The last day that Excel knows, 9999-12-31. */
const LAST = 2_958_465;

/** The calendar day, YYYY-MM-DD, of a serial such as `36600` or `36600.75` (the time of day is left out), or undefined. */
export function excelSerialDay(text: string): string | undefined {
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const serial = Math.floor(Number(text));
  if (serial < 1 || serial === 60 || serial > LAST) return undefined;
  const day = serial < 60 ? serial : serial - 1;
  return new Date(Date.UTC(1899, 11, 31) + day * DAY).toISOString().slice(0, 10);
}
