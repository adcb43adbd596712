import { describe, expect, it } from 'vitest';
import { isDateFormat, readDate } from '#subgraphs/intake/cells/date.ts';
import { excelSerialDay } from '#subgraphs/intake/cells/excel-serial.ts';

describe('excelSerialDay', () => {
  it.each([
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['61', '1900-03-01'],
    ['36600', '2000-03-15'],
    ['36600.75', '2000-03-15'],
    ['42369', '2015-12-31'],
    ['2958465', '9999-12-31'],
  ])('reads day %s as %s', (serial, day) => {
    expect(excelSerialDay(serial)).toBe(day);
  });

  it.each(['60', '0', '-5', '2958466', '', '2015-01-01', 'SPLIT 2014-2015'])('reads no day in %j', (text) => {
    expect(excelSerialDay(text)).toBeUndefined();
  });
});

describe('readDate', () => {
  it.each([
    ['2015-08-13', 'YYYY-MM-DD', '2015-08-13'],
    ['3/8/2015', 'D/M/YYYY', '2015-08-03'],
    ['8/3/2015', 'M/D/YYYY', '2015-08-03'],
    ['13 Aug 2015', 'D MMM YYYY', '2015-08-13'],
    ['13  august 2015', 'D MMMM YYYY', '2015-08-13'],
    ['August 2015', 'MMMM YYYY', '2015-08'],
    ['2015', 'YYYY', '2015'],
    ['29.02.2016', 'DD.MM.YYYY', '2016-02-29'],
  ])('reads %j by %s as %s', (text, format, day) => {
    expect(readDate(text, [format])).toBe(day);
  });

  it.each([
    ['29.02.2015', 'DD.MM.YYYY'],
    ['13/13/2015', 'D/M/YYYY'],
    ['13 Foo 2015', 'D MMM YYYY'],
    ['13 Aug 15', 'D MMM YYYY'],
    ['2015-08-13T00:00', 'YYYY-MM-DD'],
    ['29x02x2016', 'DD.MM.YYYY'],
  ])('reads no day in %j by %s', (text, format) => {
    expect(readDate(text, [format])).toBeUndefined();
  });

  it('takes the first format that reads the text', () => {
    expect(readDate('42369', ['D/M/YYYY', 'excel-1900'])).toBe('2015-12-31');
  });

  it.each(['DD/MM', 'YYYY YYYY', 'DD YYYY', ''])('refuses the format %j', (format) => {
    expect(isDateFormat(format)).toBe(false);
  });
});
