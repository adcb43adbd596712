// What a supporter can make of the figures: attacks by total, by the phase before, by the whole campaign, by filter and by
// asking at two instants.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseChange } from '#subgraphs/campaign/feed/entry.ts';
import { GATEWAY_CALLER } from '../../signing.ts';
import { changed } from '../entries.ts';
import { type HeldIndex, openIndex, ROSTER } from '../held-index.ts';

const IFAW = { code: 'IFAW', name: 'IFAW', kind: 'SUPPORTER' as const, illustrative: false, publicKeys: [] };
const SUPPORTER = { ...GATEWAY_CALLER, agency: 'IFAW', scopes: ['statistics:read'] };
const MEMBER = { ...GATEWAY_CALLER, scopes: ['case:read', 'statistics:read'] };

const FIGURES = `limited cutOff caseCount changeOnPreviousPhase
  byKind { key cases suppressed share } byParticipant { key cases } byMonth { key cases } byMode { key cases }
  byDrug { key cases } byTaxon { key cases }
  quantities { commodity total } flows { cases } countryLinked { key } returns { commodity }`;
const OF_PHASE = `query ($asOf: DateTime, $filter: CaseFilter) { phase(id: "OMD-5") { statistics(asOf: $asOf, filter: $filter) { ${FIGURES} } } }`;

let index: HeldIndex;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-01-01T00:00:00Z');
  index = await openIndex({ roster: { participants: [...ROSTER.participants, IFAW] }, now: () => now });
});
afterEach(() => index.close());

/** A minute after what was taken last: a run of changes is told when it has ended. */
const figures = async (caller = SUPPORTER) => {
  now += 60_000;
  return (await index.ask(OF_PHASE, {}, caller)).phase.statistics;
};

type Kind = CaseChange['head']['kind'];
let number = 0;
function some(count: number, kind: Kind, phase = 'OMD-5'): CaseChange[] {
  return Array.from({ length: count }, () => {
    number += 1;
    const facts = kind === 'WILDLIFE' ? { taxa: ['Manis javanica'] } : { drugs: ['heroin'] };
    return changed(`VN-${number}`, { head: { kind, phase }, facts: { ...facts, mode: 'ROAD' } });
  });
}

describe('a supporter', () => {
  it('is not told by the coverage that one who is no member has a case', async () => {
    await index.take('VN', some(40, 'DRUG'));
    await index.take('LA', [changed('LA-1', { head: { phase: 'OMD-5' } })]);
    now += 60_000;
    const query = '{ phase(id: "OMD-5") { statistics { coverage { participant { code } } } } }';
    const covered = async (caller: typeof MEMBER) =>
      (await index.ask(query, {}, caller)).phase.statistics.coverage.map(
        ({ participant }: { participant: { code: string } }) => participant.code,
      );
    expect(await covered(MEMBER)).toContain('LA');
    expect(await covered(SUPPORTER)).toEqual((await covered(MEMBER)).filter((code: string) => code !== 'LA'));
  });

  it('costs a look at the history of a phase once a request, however often it is asked for', async () => {
    await index.take('VN', some(40, 'DRUG'));
    index.statements.length = 0;
    const once = 'phase(id: "OMD-5") { statistics { caseCount changeOnPreviousPhase } }';
    await index.ask(`{ a: ${once} b: ${once} c: ${once} }`, {}, SUPPORTER);
    // Of the phase and the one before: the history, and the count.
    expect(index.statements.filter((sql) => sql.includes('recorded_to" as "at"'))).toHaveLength(2);
    expect(index.statements).toHaveLength(4);
  });

  it('is told no count under five, nor one from which it could be computed, and a member is told all', async () => {
    await index.take('VN', [...some(40, 'DRUG'), ...some(20, 'TIMBER'), ...some(3, 'WILDLIFE')]);
    const given = await figures();
    expect(given).toMatchObject({ limited: true, caseCount: 63 });
    expect(given.byKind).toEqual([
      { key: 'TIMBER', cases: 20, suppressed: false, share: 20 / 63 },
      { key: 'DRUG', cases: null, suppressed: true, share: null },
      { key: 'WILDLIFE', cases: null, suppressed: true, share: null },
    ]);
    // The taxon of all wildlife would tell the kind.
    expect(given.byTaxon).toEqual([{ key: 'Manis javanica', cases: null }]);
    expect(given).toMatchObject({ quantities: [], flows: [], countryLinked: [], returns: [] });
    const all = await figures(MEMBER);
    expect(all.byKind.map(({ cases }: { cases: number }) => cases)).toEqual([40, 20, 3]);
    expect(all.limited).toBe(false);
  });

  it('is one by its kind, whatever its scopes, and so is whoever has no right to cases', async () => {
    await index.take('VN', some(3, 'DRUG'));
    expect((await figures({ ...SUPPORTER, scopes: ['case:read', 'statistics:read'] })).caseCount).toBeNull();
    expect((await figures({ ...MEMBER, scopes: ['statistics:read'] })).caseCount).toBeNull();
    expect((await figures(MEMBER)).caseCount).toBe(3);
  });

  it('cannot compute a total that is kept back from the change on the phase before', async () => {
    await index.take('VN', [...some(40, 'DRUG'), ...some(3, 'DRUG', 'OMD-4')]);
    expect(await figures()).toMatchObject({ caseCount: 40, changeOnPreviousPhase: null });
    expect((await figures(MEMBER)).changeOnPreviousPhase).toBeCloseTo(37 / 3);
    await index.take('VN', some(2, 'DRUG', 'OMD-4'));
    expect((await figures()).changeOnPreviousPhase).toBe(7);
  });

  it('cannot compute what one phase keeps back from the whole campaign and the other phases', async () => {
    await index.take('VN', [...some(40, 'DRUG'), ...some(3, 'DRUG', 'OMD-4')]);
    const { campaign } = await index.ask(`{ campaign(code: "OMD") { statistics { ${FIGURES} } } }`, {}, SUPPORTER);
    expect(campaign.statistics).toMatchObject({ caseCount: null, byKind: [], byMonth: [] });
  });

  it('cannot ask by filter, nor as of an instant: two answers would differ by what lies between', async () => {
    await index.take('VN', some(40, 'DRUG'));
    now += 60_000;
    for (const variables of [{ filter: { kind: ['DRUG'] } }, { asOf: '2026-01-01T00:00:30.000Z' }]) {
      const { code } = await index.refused(OF_PHASE, variables, undefined, SUPPORTER);
      expect(code).toBe('BAD_USER_INPUT');
      expect((await index.ask(OF_PHASE, variables, MEMBER)).phase.statistics.caseCount).toBe(40);
    }
  });

  it('is told nothing new until five cases have changed', async () => {
    await index.take('VN', some(40, 'DRUG'));
    const first = await figures();
    expect(first.caseCount).toBe(40);
    const added = some(5, 'DRUG');
    for (const [count, each] of added.entries()) {
      expect(await figures()).toEqual(first);
      now += 60_000;
      await index.take('VN', [each]);
      expect((await figures(MEMBER)).caseCount).toBe(41 + count);
    }
    expect((await figures()).caseCount).toBe(45);
    // One case that changes five times is one case.
    const [again] = added;
    for (let revision = 2; revision < 8; revision += 1) {
      now += 60_000;
      const head = { ...again?.head, kind: 'OTHER' as const };
      await index.take('VN', [changed(again?.caseId ?? '', { revision, head: { ...head, reference: `${revision}` } })]);
    }
    expect((await figures()).byKind).toEqual([{ key: 'DRUG', cases: 45, suppressed: false, share: 1 }]);
  });

  it('is told of changes that follow each other closely at once, and not before they have ended', async () => {
    await index.take('VN', some(7, 'DRUG'));
    now += 5_000;
    expect((await index.ask(OF_PHASE, {}, SUPPORTER)).phase.statistics.caseCount).toBeNull();
    await index.take('TH', []);
    await index.take('VN', some(1, 'DRUG'));
    expect((await figures()).caseCount).toBe(8);
  });

  it('counts no case that is hidden from it', async () => {
    const red = { scope: 'LISTED' as const, participants: ['VN'] };
    await index.take('VN', [...some(10, 'DRUG'), ...some(10, 'DRUG').map((each) => ({ ...each, visibleTo: red }))]);
    expect((await figures()).caseCount).toBe(10);
    expect((await figures(MEMBER)).caseCount).toBe(20);
  });
});
