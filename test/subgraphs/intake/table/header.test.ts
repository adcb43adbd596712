import { describe, expect, it } from 'vitest';
import { findColumns } from '#subgraphs/intake/table/header.ts';

const column = (name: string, occurrence = 1) => ({ column: name, occurrence });
const mapping = {
  columns: { place: column('Place'), first: column('C/UC', 1), second: column('C/UC', 2) },
  ignored: [column('Remarks')],
};

describe('findColumns', () => {
  it('finds columns by header, and by occurrence where a header repeats', () => {
    const { positions } = findColumns(['C/UC', ' place ', 'Remarks', 'c/uc'], mapping);
    expect(Object.fromEntries(positions)).toEqual({ place: 1, first: 0, second: 3 });
  });

  it('names every column that is missing', () => {
    expect(() => findColumns(['C/UC', 'Remarks'], mapping)).toThrow(
      'expected the columns "Place", "C/UC" (occurrence 2), got a header of 2 columns without them ("C/UC", "Remarks")',
    );
  });

  it('refuses columns that the mapping neither reads nor ignores', () => {
    expect(() => findColumns(['C/UC', 'Place', 'C/UC', 'C/UC', 'Extra'], mapping)).toThrow(/got also "C\/UC", "Extra"/);
  });

  it('sets columns of a rejects file and blank headers apart', () => {
    const found = findColumns(['Place', 'C/UC', 'C/UC', '', 'reject_row', 'reject_reason'], mapping);
    expect(found.unnamed).toEqual([3]);
    expect(Object.fromEntries(found.rejects)).toEqual({ reject_row: 4, reject_reason: 5 });
  });
});
