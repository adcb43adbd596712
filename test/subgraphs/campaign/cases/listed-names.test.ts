import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changed } from '../entries.ts';
import { type HeldIndex, openIndex } from '../held-index.ts';

let index: HeldIndex;
beforeEach(async () => {
  index = await openIndex();
  await index.take('VN', [
    changed('VN-1', { facts: { drugs: ['methamphetamine'] } }),
    changed('VN-2', { facts: { drugs: ['stardust'] } }),
    changed('VN-3', { facts: { taxa: ['Manis tricuspis'] } }),
    changed('VN-4', { facts: { taxa: ['Felis catus'] } }),
  ]);
});
afterEach(() => index.close());

const query = (filter: string) =>
  `{ phase(id: "OMD-5") { cases(filter: { ${filter} }) { nodes { id } } statistics(filter: { ${filter} }) { caseCount } } }`;

/** A number in letters. */
const letters = (number: number) =>
  number.toString(26).replaceAll(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)));

const unlisted = (from: number, count: number) =>
  Array.from({ length: count }, (_, each) => `Zzq ${'w'.repeat(9)}${letters(1_000 + from + each)}`);

describe('a filter by names', () => {
  it.each([
    ['drug: ["methamphetamine"]', ['VN-1']],
    ['drug: ["ICE", "yaba", "heroin"]', ['VN-1']],
    ['taxon: ["Manis tricuspis"]', ['VN-3']],
    ['taxon: ["Phataginus tricuspis"]', ['VN-3']],
    ['taxon: ["white-bellied pangolin"]', ['VN-3']],
    ['taxon: ["Manis"]', ['VN-3']],
    // The list of taxa is not whole.
    ['taxon: ["Felis catus"]', ['VN-4']],
    ['taxon: ["Felis"]', ['VN-4']],
  ])("takes any name on the list for the list's own: %s", async (filter, ids) => {
    const { phase } = await index.ask(query(filter));
    expect(phase.cases.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(phase.statistics.caseCount).toBe(ids.length);
  });

  it.each([
    [
      'drug: ["heroin", "methamfetamine"]',
      'filter.drug: expected a drug or precursor on the code lists, got "methamfetamine"; nearest: methamphetamine',
    ],
    // Held by the hub or not, a name off the lists has one answer: it never tells of a case that is hidden.
    ['drug: ["stardust"]', 'filter.drug: expected a drug or precursor on the code lists, got "stardust"'],
    ['drug: ["moonshine"]', 'filter.drug: expected a drug or precursor on the code lists, got "moonshine"'],
    [
      'taxon: ["Manis javanicus"]',
      'filter.taxon: expected a taxon, such as Manis javanica, or a genus, such as Manis, got "Manis javanicus"; nearest: Manis javanica',
    ],
    [
      'taxon: ["all of them!"]',
      'filter.taxon: expected a taxon, such as Manis javanica, or a genus, such as Manis, got "all of them!"',
    ],
  ])('refuses a name that is on no list, with the nearest: %s', async (filter, message) => {
    const refused = await index.refused(query(filter));
    expect(refused).toEqual({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) });
  });

  // A name that is on no list is compared with all that are: 20,000 of them would keep the hub for seconds.
  it('may hold a hundred names that are on no list, over all that a request asks', async () => {
    const both = `query ($one: [String!], $two: [String!]) { phase(id: "OMD-5") {
      cases(filter: { taxon: $one }) { totalCount } statistics(filter: { taxon: $two }) { caseCount } } }`;
    const { phase } = await index.ask(both, { one: unlisted(0, 100), two: unlisted(0, 100) });
    expect(phase).toEqual({ cases: { totalCount: 0 }, statistics: { caseCount: 0 } });
    const listed = Array.from({ length: 1_000 }, () => 'Manis tricuspis');
    await index.ask(both, { one: listed, two: unlisted(0, 100) });
    for (const two of [unlisted(0, 101), unlisted(100, 1)])
      expect(await index.refused(both, { one: unlisted(0, 100), two })).toEqual({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining('expected at most 100 names that are on no code list in a request, got more'),
      });
  });
});
