// IMO ship number, IMO resolution A.1117(30): seven digits, the last a check; written with or without `IMO` before it.

const FORM = /^(?:IMO ?)?([1-9]\d{6})$/;

/** Whether form and check digit are right. */
export function checkVesselImo(value: string): boolean {
  const number = FORM.exec(value)?.[1];
  return number !== undefined && vesselCheckDigit(number.slice(0, 6)) === number.slice(6);
}

/**
 * The check digit: digits weighted 7, 6, 5, 4, 3, 2, last digit of the sum. Being modulo 10, it does not see every change
 * of one digit: weights 6, 4 and 2 hide a change of five, weight 5 an even change.
 * @param serial the first six digits.
 * @throws RangeError where `serial` is of another form.
 */
export function vesselCheckDigit(serial: string): string {
  if (!/^\d{6}$/.test(serial)) throw new RangeError(`expected six digits, got ${JSON.stringify(serial)}`);
  let sum = 0;
  for (const [index, digit] of Array.from(serial).entries()) sum += Number(digit) * (7 - index);
  return String(sum % 10);
}
