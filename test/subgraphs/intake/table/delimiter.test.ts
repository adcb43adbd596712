import { describe, expect, it } from 'vitest';
import { recogniseDelimiter } from '#subgraphs/intake/table/delimiter.ts';
import { headerOf } from '#subgraphs/intake/table/header-row.ts';

const wanted = headerOf([
  { column: 'Place', occurrence: 1 },
  { column: 'Weight, kg', occurrence: 1 },
]);

describe('the delimiter', () => {
  it.each([
    ['commas', 'Place,"Weight, kg"\nA,1\n', ','],
    ['semicolons', 'Place;Weight, kg\nA, B and C, D;1,5\n', ';'],
    ['tabs', 'Place\tWeight, kg\nA\t1\n', '\t'],
    ['bars', 'Place|Weight, kg\nA|1\n', '|'],
  ])('is the one that finds the columns: %s', (_, text, delimiter) => {
    expect(recogniseDelimiter(text, wanted)).toBe(delimiter);
  });

  it('is found below titles, and behind line breaks in quotes', () => {
    expect(recogniseDelimiter('Report, of 2024, all\n\n"Place";"Weight, kg"\n"A;\nB";1\n', wanted)).toBe(';');
  });

  it('is the one that cuts the rows alike, where no columns are known', () => {
    expect(recogniseDelimiter('a;b;c\n1,5;2;3\n4,5;5;6,6\n7;8,1;9\n', undefined)).toBe(';');
    expect(recogniseDelimiter('a,b\nx;y,1\nz;w,2\nv,3\n', undefined)).toBe(',');
    expect(recogniseDelimiter('one\ntwo\n', undefined)).toBe(',');
  });

  it('is the preferred one, where several do as well', () => {
    expect(recogniseDelimiter('Place\nA\n', headerOf([{ column: 'Place', occurrence: 1 }]), ';')).toBe(';');
  });
});
