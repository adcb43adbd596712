// Freight container number, ISO 6346: owner code (3 letters), category (U, J or Z), serial (6 digits), check digit.

/** As written, or in the groups in which the number is marked on the container: `CSQU 305438 3`. Capitals only. */
const FORM = /^[A-Z]{3}[UJZ] ?\d{6} ?\d$/;

/** Whether form and check digit are right. */
export function checkContainer(value: string): boolean {
  if (!FORM.test(value)) return false;
  const number = value.replaceAll(' ', '');
  return containerCheckDigit(number.slice(0, 10)) === number.slice(10);
}

/**
 * The check digit: values weighted 1, 2, 4 … 512, modulo 11. A remainder of 10 is written 0 (the standard advises against
 * such serials and does not forbid them), so a change from one of these two remainders to the other goes unseen.
 * @param prefix owner code, category and serial, ten characters.
 * @throws RangeError where `prefix` is of another form.
 */
export function containerCheckDigit(prefix: string): string {
  if (!/^[A-Z]{4}\d{6}$/.test(prefix)) {
    throw new RangeError(`expected four capitals and six digits, got ${JSON.stringify(prefix)}`);
  }
  let sum = 0;
  for (const [index, character] of Array.from(prefix).entries()) sum += characterValue(character) * 2 ** index;
  return String((sum % 11) % 10);
}

/** Digits stand for themselves; letters count from A = 10, leaving out the multiples of 11. */
function characterValue(character: string): number {
  const value = Number.parseInt(character, 36);
  return value < 10 ? value : value + Math.floor((value - 1) / 10);
}
