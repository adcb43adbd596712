// Number of a travel document with its check digit, as in the machine-readable zone (ICAO Doc 9303, part 3): number,
// fillers `<` up to nine characters or none, check digit. `L898902C36`, `D23145890<7`.

/** Capitals only. A blank or hyphen within the printed number is a filler in the zone, and counts as one. */
const FORM = /^[A-Z0-9][A-Z0-9< -]{0,21}\d$/;

/**
 * Whether form and check digit are right. A number without its check digit cannot be told from one with it, and will
 * mostly read as wrong. Numbers over nine characters (part 5, in the optional data) are checked over their whole length.
 */
export function checkTravelDocument(value: string): boolean {
  return FORM.test(value) && travelDocumentCheckDigit(value.slice(0, -1)) === value.slice(-1);
}

/**
 * The check digit: values weighted 7, 3, 1 in turn, modulo 10; A is 10 to Z 35, a filler 0, so that fillers at the end
 * change nothing.
 * @param number the document's number, with or without fillers.
 * @throws RangeError where `number` is of another form.
 */
export function travelDocumentCheckDigit(number: string): string {
  if (!/^[A-Z0-9< -]{1,22}$/.test(number)) {
    throw new RangeError(`expected 1 to 22 capitals, digits and fillers, got ${JSON.stringify(number)}`);
  }
  let sum = 0;
  for (const [index, character] of Array.from(number).entries()) {
    const value = /[A-Z0-9]/.test(character) ? Number.parseInt(character, 36) : 0;
    sum += value * ([7, 3, 1][index % 3] ?? 0);
  }
  return String(sum % 10);
}
