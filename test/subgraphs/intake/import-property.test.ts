// Whatever a file holds, each of its rows comes in or is rejected, and how often, in which order and in how many files
// it is imported does not matter.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { dataFolder, type Row, rejectsIn } from './workshop.ts';

const or = (...likely: string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...likely) }, fc.string({ maxLength: 6 }));

/** Rows that may be right in every column, and often are not. */
const anyRow: fc.Arbitrary<Row> = fc.record({
  No: or('1', '2', '3', '4', '5', '6', '7', '8'),
  Type: or('Seizure', 'seizure', 'Trial'),
  Country: or('Vietnam', 'Zimbabwe', 'Japan', 'Various', 'Supporter'),
  Town: or('', 'Hanoi', 'line\nbreak', 'quo"te', 'com,ma', '=1+1'),
  Lat: or('', '1', '91'),
  Lon: or('', '2', 'x'),
  Year: or('', '2015', '2009-2015'),
  Date: or('', '2015-08-13', '42229', '60', 'soon'),
  From: or('', 'China', 'China, Laos', 'Somewhere'),
  To: or('', 'China', 'Wuxi, China'),
  Live: or('', '0', '3', '1,068', 'Y', '1.5', '-1'),
  Kg: or('', '2.5 kg', 'Y', 'a sackful'),
  Text: or('', 'words'),
});

/** Rows that keys tell apart, so that their order may not matter. */
const distinct = fc.uniqueArray(anyRow, {
  selector: ({ No = '' }) => No.toLowerCase().replace(/\s+/g, ' ').trim(),
  maxLength: 12,
});

it('takes or rejects every row', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { maxLength: 12 }), async (rows) => {
      const { run, stored } = dataFolder();
      const result = await run(rows);
      const filled = rows.filter((each) => Object.values(each).some((cell) => cell.trim() !== ''));
      expect(result.read).toBe(filled.length);
      expect(result.imported + result.unchanged + result.rejected).toBe(result.read);
      expect(await stored()).toHaveProperty('size', result.imported);
      const rejects = rejectsIn(result.rejects);
      expect(rejects).toHaveLength(result.rejected);
      for (const reject of rejects) {
        expect(reject).toMatchObject(rows[Number(reject.reject_row) - 2] ?? {});
        expect(reject.reject_reason).not.toBe('');
      }
    }),
    { numRuns: 40 },
  );
});

it('ends in the same store once, twice, shuffled, and in two files', async () => {
  const plan = distinct.chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }), fc.nat({ max: rows.length })),
  );
  await fc.assert(
    fc.asyncProperty(plan, async ([rows, shuffled, cut]) => {
      const one = dataFolder();
      await one.run(rows);
      const expected = await one.stored();
      expect(await one.run(rows)).toMatchObject({ imported: 0 });
      expect(await one.stored()).toEqual(expected);
      const two = dataFolder();
      await two.run(shuffled.slice(0, cut));
      await two.run(shuffled.slice(cut));
      expect(await two.stored()).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});
