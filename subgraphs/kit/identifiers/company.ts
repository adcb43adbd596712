// IMO company number (unique company and registered owner identification number, IMO MSC.160(78)): seven digits, the
// last a check; written with or without `IMO` before it.

const FORM = /^(?:IMO ?)?(\d{7})$/;
const WEIGHTS = [8, 6, 4, 2, 9, 7] as const;

/** Whether form and check digit are right. */
export function checkCompanyImo(value: string): boolean {
  const number = FORM.exec(value)?.[1];
  return number !== undefined && companyCheckDigit(number.slice(0, 6)) === number.slice(6);
}

/**
 * The check digit: digits weighted 8, 6, 4, 2, 9, 7; 11 less the sum modulo 11; last digit of that.
 * @param serial the first six digits.
 * @throws RangeError where `serial` is of another form.
 */
export function companyCheckDigit(serial: string): string {
  if (!/^\d{6}$/.test(serial)) throw new RangeError(`expected six digits, got ${JSON.stringify(serial)}`);
  let sum = 0;
  for (const [index, weight] of WEIGHTS.entries()) sum += Number(serial[index]) * weight;
  return String((11 - (sum % 11)) % 10);
}
