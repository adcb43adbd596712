// Whatever a file holds, each of its rows comes in or is rejected, and how often, in which order and in how many files
// it is imported does not matter.
import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from '#subgraphs/intake/table/write-csv.ts';
import { csv, dataFolder, HEADER, MAPPING, type Row, rejectsIn } from './workshop.ts';

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

/** Ways to write the same rows down. */
const form = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('utf8', 'utf8 with a mark', 'utf16le', 'utf16be'),
  titles: fc.nat({ max: 3 }),
});

it('takes the same from any delimiter, line end and encoding, below any number of titles', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(distinct, form, async (rows, { delimiter, end, encoding, titles }) => {
      const plain = dataFolder();
      const expected = await plain.run(rows);
      const other = dataFolder();
      const table = [HEADER, ...rows.map((each) => HEADER.map((name) => each[name] ?? ''))];
      const lines = table.map((cells) => csvLine(cells, delimiter).slice(0, -1));
      const text = [...Array.from({ length: titles }, (_, index) => `Seizures, part ${index}`), ...lines].join(end);
      const marked = encoding === 'utf8' ? text : `\ufeff${text}`;
      const bytes = Buffer.from(marked, encoding.startsWith('utf8') ? 'utf8' : 'utf16le');
      writeFileSync(other.path('input.csv'), encoding === 'utf16be' ? bytes.swap16() : bytes);
      const { read, imported, rejected } = await other.run([], { file: other.path('input.csv') });
      expect({ read, imported, rejected }).toEqual({
        read: expected.read,
        imported: expected.imported,
        rejected: expected.rejected,
      });
      expect(await other.stored()).toEqual(await plain.stored());
    }),
    { numRuns: 20 },
  );
});

const mend = (each: Row): Row => ({
  ...each,
  Type: 'Seizure',
  Country: 'Vietnam',
  Year: '',
  Date: '2015-08-13',
  Live: '',
});

it('takes a rejects file, mended or not, as if its rows had come in at first', { timeout: 120_000 }, async () => {
  const keyless = MAPPING.replace('identity: { key: ["no"] }\n', '');
  await fc.assert(
    fc.asyncProperty(distinct, fc.boolean(), async (rows, byKey) => {
      const folder = dataFolder();
      if (!byKey) writeFileSync(folder.path('small.yaml'), keyless);
      const first = await folder.run(rows);
      const rejected = rejectsIn(first.rejects);
      const header = [...HEADER, 'reject_row', 'reject_column', 'reject_value', 'reject_reason'];
      const again = await folder.run(csv(rejected, header));
      expect(again).toMatchObject({ imported: 0, rejected: rejected.length });
      expect(rejectsIn(again.rejects)).toEqual(rejected);
      await folder.run(csv(rejected.map(mend), header));
      const right = dataFolder();
      if (!byKey) writeFileSync(right.path('small.yaml'), keyless);
      const numbers = new Set(rejected.map(({ reject_row }) => Number(reject_row)));
      await right.run(rows.map((each, index) => (numbers.has(index + 2) ? mend(each) : each)));
      expect(await folder.stored()).toEqual(await right.stored());
    }),
    { numRuns: 20 },
  );
});
