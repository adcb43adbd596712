import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  airWaybillCheckDigit,
  checkIdentifier,
  companyCheckDigit,
  containerCheckDigit,
  type IdentifierKind,
  travelDocumentCheckDigit,
  vesselCheckDigit,
} from '#subgraphs/kit/identifiers/index.ts';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((each) => each.join(''));
const letters = (length: number) =>
  fc
    .array(fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')), { minLength: length, maxLength: length })
    .map((each) => each.join(''));

/** `value` with the digit at `index` raised by `by`, modulo 10. */
function changed(value: string, index: number, by: number): string {
  const digit = (Number(value[index]) + by) % 10;
  return `${value.slice(0, index)}${digit}${value.slice(index + 1)}`;
}

describe('an identifier', () => {
  test.each<[IdentifierKind, string, boolean | null]>([
    ['CONTAINER', 'CSQU3054383', true],
    ['CONTAINER', 'CSQU3054384', false],
    ['CONTAINER', 'CBHU3202732', true],
    ['CONTAINER', 'CSQU 305438 3', true],
    ['CONTAINER', 'csqu3054383', false],
    ['CONTAINER', 'CSQA3054383', false],
    ['CONTAINER', 'CSQU-305438-3', false],
    ['CONTAINER', ' CSQU3054383', false],
    ['VESSEL_IMO', '9074729', true],
    ['VESSEL_IMO', '9074728', false],
    ['VESSEL_IMO', 'IMO 9074729', true],
    ['VESSEL_IMO', 'imo 9074729', false],
    ['VESSEL_IMO', '0000000', false],
    ['VESSEL_IMO', '907472', false],
    ['COMPANY_IMO', '2041999', true],
    ['COMPANY_IMO', '2041998', false],
    ['AIR_WAYBILL', '176-12345675', true],
    ['AIR_WAYBILL', '176-12345676', false],
    ['AIR_WAYBILL', '020-81140743', true],
    ['AIR_WAYBILL', '176-1234 5675', true],
    ['AIR_WAYBILL', '17612345675', true],
    ['AIR_WAYBILL', '176-1234567', false],
    ['TRAVEL_DOCUMENT', 'L898902C36', true],
    ['TRAVEL_DOCUMENT', 'L898902C35', false],
    ['TRAVEL_DOCUMENT', 'D23145890<7', true],
    ['TRAVEL_DOCUMENT', 'D231458907', true],
    ['TRAVEL_DOCUMENT', 'l898902c36', false],
    ['TRAVEL_DOCUMENT', '<<<<<<<<<0', false],
    ['TRAVEL_DOCUMENT', '7', false],
    ['PHONE', '+842412345678', true],
    ['PHONE', '+84 24 1234 5678', true],
    ['PHONE', '842412345678', false],
    ['PHONE', '+0842412345678', false],
    ['PHONE', '+1234567890123456', false],
    ['FLIGHT', 'VN 123', null],
    ['BILL_OF_LADING', 'MAEU123456789', null],
    ['REGISTRATION', '51F-12345', null],
    ['SEAL', 'ML-CN1234567', null],
  ])('%s %s reads as %s', (kind, value, expected) => {
    expect(checkIdentifier(kind, value)).toBe(expected);
  });

  test('with a made check digit is right, whatever the number', () => {
    fc.assert(
      fc.property(letters(3), fc.constantFrom('U', 'J', 'Z'), digits(6), (owner, category, serial) => {
        const prefix = `${owner}${category}${serial}`;
        expect(checkIdentifier('CONTAINER', prefix + containerCheckDigit(prefix))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 100_000, max: 999_999 }).map(String), (serial) => {
        expect(checkIdentifier('VESSEL_IMO', serial + vesselCheckDigit(serial))).toBe(true);
        expect(checkIdentifier('COMPANY_IMO', serial + companyCheckDigit(serial))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(digits(3), digits(7), (prefix, serial) => {
        expect(checkIdentifier('AIR_WAYBILL', `${prefix}-${serial}${airWaybillCheckDigit(serial)}`)).toBe(true);
      }),
    );
  });

  test('of any text never throws', () => {
    const kinds = fc.constantFrom<IdentifierKind>('CONTAINER', 'VESSEL_IMO', 'AIR_WAYBILL', 'TRAVEL_DOCUMENT', 'PHONE');
    fc.assert(fc.property(kinds, fc.string(), (kind, value) => typeof checkIdentifier(kind, value) === 'boolean'));
  });
});

describe('a change of one digit', () => {
  const by = fc.integer({ min: 1, max: 9 });

  test('of a container number is found, but between the remainders 10 and 0', () => {
    fc.assert(
      fc.property(letters(3), digits(6), fc.integer({ min: 4, max: 10 }), by, (owner, serial, index, delta) => {
        const prefix = `${owner}U${serial}`;
        const value = prefix + containerCheckDigit(prefix);
        const wrong = changed(value, index, delta);
        const hidden = index < 10 && containerCheckDigit(wrong.slice(0, 10)) === '0' && value.endsWith('0');
        expect(checkIdentifier('CONTAINER', wrong)).toBe(hidden);
      }),
    );
  });

  test('of a container number whose check digit is not 0 is always found', () => {
    const prefixes = fc.tuple(letters(3), digits(6)).map(([owner, serial]) => `${owner}J${serial}`);
    fc.assert(
      fc.property(
        prefixes.filter((prefix) => containerCheckDigit(prefix) !== '0'),
        fc.integer({ min: 4, max: 10 }),
        by,
        (prefix, index, delta) => {
          const value = prefix + containerCheckDigit(prefix);
          expect(checkIdentifier('CONTAINER', changed(value, index, delta))).toBe(false);
        },
      ),
    );
  });

  test('of an IMO number is found, but where weight times change is a multiple of ten', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 999_999 }),
        fc.integer({ min: 1, max: 6 }),
        by,
        (number, index, delta) => {
          const value = `${number}${vesselCheckDigit(String(number))}`;
          const hidden = index < 6 && ((7 - index) * delta) % 10 === 0;
          expect(checkIdentifier('VESSEL_IMO', changed(value, index, delta))).toBe(hidden);
        },
      ),
    );
  });

  test('of an air waybill’s serial is found, but a change by seven', () => {
    fc.assert(
      fc.property(digits(7), fc.integer({ min: 0, max: 7 }), by, (serial, index, delta) => {
        const value = serial + airWaybillCheckDigit(serial);
        const wrong = changed(value, index, delta);
        const hidden = index < 7 && Math.abs(Number(wrong[index]) - Number(value[index])) === 7;
        expect(checkIdentifier('AIR_WAYBILL', `176-${wrong}`)).toBe(hidden);
      }),
    );
  });
});

describe('a maker of check digits', () => {
  test('refuses a number of another form, and says what it expected', () => {
    expect(() => containerCheckDigit('CSQU30543')).toThrow(/expected four capitals and six digits, got "CSQU30543"/);
    expect(() => vesselCheckDigit('90747')).toThrow(/expected six digits/);
    expect(() => companyCheckDigit('20419x')).toThrow(/expected six digits/);
    expect(() => airWaybillCheckDigit('123')).toThrow(/expected seven digits/);
    expect(() => travelDocumentCheckDigit('')).toThrow(/expected 1 to 22/);
  });

  test('of travel documents reads fillers as nothing', () => {
    expect(travelDocumentCheckDigit('L898902C3')).toBe('6');
    expect(travelDocumentCheckDigit('AB2134<<<')).toBe(travelDocumentCheckDigit('AB2134'));
  });
});
