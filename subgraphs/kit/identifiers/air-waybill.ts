// Air waybill number, IATA Resolution 600a: airline prefix (3 digits), serial (7 digits), check digit.

/** With a hyphen or a space behind the prefix and a space in the middle, as printed, or without: `176-1234 5675`. */
const FORM = /^(\d{3})[- ]?(\d{4}) ?(\d{4})$/;

/** Whether form and check digit are right. The prefix is under no check. */
export function checkAirWaybill(value: string): boolean {
  const parts = FORM.exec(value);
  if (!parts) return false;
  const number = `${parts[2]}${parts[3]}`;
  return airWaybillCheckDigit(number.slice(0, 7)) === number.slice(7);
}

/**
 * The check digit: the serial modulo 7. It does not see a change of one digit by seven (0 and 7, 1 and 8, 2 and 9).
 * @param serial seven digits.
 * @throws RangeError where `serial` is of another form.
 */
export function airWaybillCheckDigit(serial: string): string {
  if (!/^\d{7}$/.test(serial)) throw new RangeError(`expected seven digits, got ${JSON.stringify(serial)}`);
  return String(Number(serial) % 7);
}
