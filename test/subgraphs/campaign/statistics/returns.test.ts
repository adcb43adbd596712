import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginRereading } from '#subgraphs/campaign/feed/apply.ts';
import { GATEWAY_CALLER } from '../../signing.ts';
import { changed, returned, returnGone } from '../entries.ts';
import { type HeldIndex, openIndex } from '../held-index.ts';

const OPERATOR = { ...GATEWAY_CALLER, scopes: ['case:read', 'operations:read'] };

let index: HeldIndex;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-01-01T00:00:00Z');
  index = await openIndex({ now: () => now });
});
afterEach(() => index.close());

const RETURNS = `caseCount returns { participant { code } commodity unit period country events quantity kilograms returns
  provenance { source } }`;
const asked = async (given = '') =>
  (await index.ask(`{ phase(id: "OMD-5") { statistics${given === '' ? '' : `(${given})`} { cutOff ${RETURNS} } } }`))
    .phase.statistics;
const later = () => {
  now += 60_000;
};

describe('statistical returns', () => {
  it('stand apart from cases, in no count of them, and with their phase alone', async () => {
    await index.take('VN', [changed('VN-1'), returned('VN-R.1'), returned('VN-R.2', { content: { phase: 'OMD-4' } })]);
    expect(await asked()).toMatchObject({
      caseCount: 1,
      returns: [
        {
          participant: { code: 'VN' },
          commodity: 'heroin',
          unit: 'KILOGRAM',
          period: '2023-05',
          country: null,
          events: 12,
          quantity: 3.5,
          kilograms: 3.5,
          returns: 1,
          provenance: null,
        },
      ],
    });
    expect(
      (await index.ask('{ participant(code: "VN") { feed { cases } } }', {}, OPERATOR)).participant.feed.cases,
    ).toBe(1);
    expect((await index.ask('{ phase(id: "OMD-5") { cases { totalCount } } }')).phase.cases.totalCount).toBe(1);
  });

  it('are added by participant, period, commodity, unit and provenance, and never over units', async () => {
    const pounds = { unit: 'POUND' as const, quantity: 2, kilograms: 0.90718474 };
    await index.take('VN', [
      returned('VN-R.1', { content: { quantity: 0.1, kilograms: 0.1 } }),
      returned('VN-R.2', { content: { quantity: 0.2, kilograms: 0.2, events: null } }),
      returned('VN-R.3', { content: pounds }),
      returned('VN-R.4', { content: { unit: null, quantity: null, kilograms: null, events: 4 } }),
      returned('VN-R.5', { content: { ...pounds, provenance: { source: 'Paper', compiledBy: null, url: null } } }),
      returned('VN-R.6', { content: { ...pounds, period: '2023-06' } }),
    ]);
    await index.take('TH', [returned('TH-R.1', { content: { events: null } })]);
    const lines = (await asked()).returns.map(
      ({ participant, period, unit, events, quantity, kilograms, returns, provenance }: never) =>
        // biome-ignore lint/suspicious/noExplicitAny: as it comes over the wire
        [(participant as any).code, period, unit, events, quantity, kilograms, returns, (provenance as any)?.source],
    );
    expect(lines).toEqual([
      ['TH', '2023-05', 'KILOGRAM', null, 3.5, 3.5, 1, undefined],
      ['VN', '2023-05', 'KILOGRAM', 12, 0.3, 0.3, 2, undefined],
      ['VN', '2023-05', 'POUND', 12, 2, 0.90718474, 1, undefined],
      ['VN', '2023-05', 'POUND', 12, 2, 0.90718474, 1, 'Paper'],
      ['VN', '2023-05', 'UNKNOWN', 4, null, null, 1, undefined],
      ['VN', '2023-06', 'POUND', 12, 2, 0.90718474, 1, undefined],
    ]);
  });

  it('are, as of a cut-off, what they were, before and after a correction and a deletion', async () => {
    await index.take('VN', [returned('VN-R.1'), returned('VN-R.2', { content: { period: '2023' } })]);
    later();
    const first = await asked();
    expect(first.returns.map(({ events }: { events: number }) => events)).toEqual([12, 12]);
    later();
    await index.take('VN', [returned('VN-R.1', { revision: 2, content: { events: 13 } })]);
    later();
    const second = await asked();
    expect(second.returns.map(({ events }: { events: number }) => events)).toEqual([12, 13]);
    later();
    await index.take('VN', [returnGone('VN-R.1', 3), returnGone('VN-R.2', 2)]);
    later();
    const third = await asked();
    expect(third.returns).toEqual([]);
    later();
    for (const answer of [first, second, third]) expect(await asked(`asOf: "${answer.cutOff}"`)).toEqual(answer);
  });

  it.each([
    ['drug: ["heroin"], participant: ["VN"], seizedTo: "2023-05"', 1],
    ['kind: [DRUG]', 1],
    ['kind: [TIMBER]', 0],
    ['drug: ["ketamine"]', 0],
    ['seizedFrom: "2023-06"', 0],
    // The year may have been any of its months.
    ['taxon: ["Manis"]', 1],
    ['taxon: ["Manis javanica"], seizedFrom: "2023", seizedTo: "2023"', 1],
    ['taxon: ["Manis javanica"], seizedFrom: "2023-04"', 0],
    ['participant: ["TH"]', 0],
    // No return says.
    ['origin: ["LA"]', 0],
    ['mode: [ROAD]', 0],
  ])('meet a filter as far as they can tell: %s', async (filter, count) => {
    const wildlife = { kind: 'WILDLIFE' as const, commodity: 'Manis javanica (SCA)', name: 'Manis javanica' };
    await index.take('VN', [returned('VN-R.1'), returned('VN-R.2', { content: { ...wildlife, period: '2023' } })]);
    expect((await asked(`filter: { ${filter} }`)).returns).toHaveLength(count);
  });

  it('that a feed read anew does not speak of any more are gone, and the history keeps them', async () => {
    await index.take('VN', [changed('VN-1'), returned('VN-R.1'), returned('VN-R.2')]);
    later();
    const { cutOff, returns } = await asked();
    later();
    await beginRereading(index.writing, 'VN');
    // The store began anew: lower revisions, one return less.
    await index.take('VN', [changed('VN-1'), returned('VN-R.2', { content: { events: 1 } })]);
    later();
    expect((await asked()).returns).toMatchObject([{ events: 1, returns: 1 }]);
    expect(await asked(`asOf: "${cutOff}"`)).toMatchObject({ returns });
  });

  it('wait for their phase as cases do', async () => {
    expect(await index.take('VN', [returned('VN-R.1', { content: { phase: 'OMD-9' } })])).toBe(1);
    const held = await index.database.selectFrom('reject').select(['case_id', 'phase']).execute();
    expect(held).toEqual([{ case_id: 'VN-R.1', phase: 'OMD-9' }]);
  });

  it.each([
    ["another participant's id", { returnId: 'TH-R.1' }],
    ['the id of a case', { returnId: 'VN-1' }],
    ['a case with the id of a return', { ...changed('VN-R.1') }],
    ['an unknown field', { office: 'HANOI' }],
    ['an amount without end', { content: { ...returned('VN-R.1').content, quantity: 1e300 } }],
    ['a count that is none', { content: { ...returned('VN-R.1').content, events: 1.5 } }],
    ['a list of readers without the owner', { visibleTo: { scope: 'LISTED', participants: ['TH'] } }],
    ['a deletion with content', { deleted: true }],
  ])('are not taken with %s, and kept apart without what may be above class N0', async (_, over) => {
    const entry = 'caseId' in over ? over : { ...returned('VN-R.1'), ...over };
    expect(await index.take('VN', [entry, returned('VN-R.9')])).toBe(1);
    expect((await asked()).returns).toHaveLength(1);
    const [reject] = await index.database.selectFrom('reject').select(['entry']).execute();
    expect(reject?.entry).not.toContain('HANOI');
  });
});
