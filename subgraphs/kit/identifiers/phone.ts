// International telephone number, ITU-T E.164: `+`, country code, number; 15 digits at most. There is no check digit.

/** Digits may stand in groups with one space between (E.123). The shortest numbers in use have 7 digits. */
const FORM = /^\+[1-9](?: ?\d){6,14}$/;

/** Whether the form is right. Whether the country code is assigned is not looked at. */
export function checkPhone(value: string): boolean {
  return FORM.test(value);
}
