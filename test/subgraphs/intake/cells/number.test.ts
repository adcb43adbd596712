import { describe, expect, it } from 'vitest';
import { type NumberForm, readNumber } from '#subgraphs/intake/cells/number.ts';

describe('readNumber', () => {
  it.each<[string, NumberForm, number | undefined]>([
    ['12', {}, 12],
    ['-17.825167', {}, -17.825167],
    ['1.1499999999999999', {}, 1.15],
    ['6.2E+03', {}, 6200],
    ['1,068', {}, 1068],
    ['1,234,567.5', {}, 1234567.5],
    ['1.234,5', { decimal: ',' }, 1234.5],
    ["1'068", { thousands: "'" }, 1068],
    ['1 068', { thousands: ' ' }, 1068],
    ['1\u00a0068', { thousands: ' ' }, 1068],
    ['15 kg', { strip: ['kg'] }, 15],
    ['Approx. 15KG', { strip: ['kg', 'approx.'] }, 15],
  ])('reads %j in the form %j as %s', (text, form, value) => {
    expect(readNumber(text, form)).toBe(value);
  });

  it.each(['', 'Y', '60 -120', '1,06', '1,0680', '12kg', '1.2.3', '0x10', '1e999', 'Infinity', '--1', '1,068,'])(
    'does not half-read %j',
    (text) => {
      expect(readNumber(text)).toBeUndefined();
    },
  );
});
