import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyPage, beginRereading, retryWaiting } from '#subgraphs/campaign/feed/apply.ts';
import { changed, gone } from '../entries.ts';
import { type HeldIndex, openIndex } from '../held-index.ts';

let index: HeldIndex;
let now = Date.parse('2026-01-01T00:00:00Z');
beforeEach(async () => {
  index = await openIndex({ now: () => (now += 1_000) });
});
afterEach(() => index.close());

const heads = () =>
  index.database.selectFrom('head').select(['id', 'revision', 'reference', 'kind']).orderBy('id').execute();
const history = (id: string) =>
  index.database
    .selectFrom('head_history')
    .select(['revision', 'recorded_from', 'recorded_to'])
    .where('id', '=', id)
    .orderBy('state')
    .execute();
const rejects = () =>
  index.database
    .selectFrom('reject')
    .select(['participant', 'case_id', 'revision', 'reason', 'phase', 'entry'])
    .orderBy('case_id')
    .execute();

/** Every table but the feed's cursor and clock. */
async function contents(): Promise<unknown> {
  const tables = ['head', 'head_history', 'fact_drug', 'fact_country', 'known_case', 'visible_to'] as const;
  return await Promise.all(tables.map((table) => index.database.selectFrom(table).selectAll().execute()));
}

describe('a page of a feed', () => {
  it('changes nothing when it is delivered again, or with older revisions', async () => {
    const first = [changed('VN-1'), changed('VN-2'), changed('VN-1', { revision: 2, head: { kind: 'WILDLIFE' } })];
    await index.take('VN', first);
    const before = await contents();
    await index.take('VN', first);
    await index.take('VN', [changed('VN-1', { revision: 2, head: { kind: 'TIMBER' } })]);
    expect(await contents()).toEqual(before);
    expect(await heads()).toMatchObject([
      { id: 'VN-1', revision: 2, kind: 'WILDLIFE' },
      { id: 'VN-2', revision: 1 },
    ]);
  });

  it('is taken whole or not at all: a fault in the middle leaves neither entries nor cursor', async () => {
    await index.take('VN', [changed('VN-1')]);
    // Written after heads and history.
    await index.database.schema.dropTable('visible_to').execute();
    await expect(index.take('VN', [changed('VN-2')])).rejects.toThrow(/visible_to/);
    expect(await history('VN-2')).toEqual([]);
    expect(await index.database.selectFrom('head').select('id').execute()).toEqual([{ id: 'VN-1' }]);
    const feed = await index.database.selectFrom('feed').selectAll().executeTakeFirstOrThrow();
    expect(feed.cursor).toBe('page 1');
  });

  it('is not taken where another hub has moved the cursor', async () => {
    await index.take('VN', [changed('VN-1')]);
    await index.database.updateTable('feed').set({ cursor: 'elsewhere' }).execute();
    const page = { participant: 'VN', after: 'page 1', cursor: 'page 2', end: true, entries: [changed('VN-2')] };
    await expect(applyPage(index.writing, page)).rejects.toThrow(/one hub to read it/);
    expect(await heads()).toHaveLength(1);
  });

  it('keeps every state of a case in the history, without gaps or overlaps', async () => {
    await index.take('VN', [changed('VN-1'), changed('VN-1', { revision: 2 })]);
    await index.take('VN', [changed('VN-1', { revision: 3 })]);
    await index.take('VN', [gone('VN-1', 4)]);
    await index.take('VN', [changed('VN-1', { revision: 5 })]);
    const states = await history('VN-1');
    expect(states.map(({ revision }) => revision)).toEqual([1, 2, 3, 5]);
    const [one, two, three, five] = states;
    // The first was never held: the page brought its successor too.
    expect(one?.recorded_to).toBe(one?.recorded_from);
    expect(two?.recorded_from).toBe(one?.recorded_to);
    expect(three?.recorded_from).toBe(two?.recorded_to);
    expect(three?.recorded_to && five?.recorded_from && three.recorded_to < five.recorded_from).toBe(true);
    expect(five?.recorded_to).toMatch(/^9999/);
  });

  it('removes a case that is gone from the lists, and no older revision brings it back', async () => {
    await index.take('VN', [changed('VN-1', { revision: 3 })]);
    await index.take('VN', [gone('VN-1', 4)]);
    await index.take('VN', [changed('VN-1', { revision: 3 }), gone('VN-2', 2), changed('VN-2', { revision: 1 })]);
    expect(await heads()).toEqual([]);
    expect(await history('VN-1')).toHaveLength(1);
  });

  it('keeps who may know of the case, as of its last revision', async () => {
    const listed = { scope: 'LISTED', participants: ['VN', 'TH'] } as const;
    await index.take('VN', [changed('VN-1', { visibleTo: { ...listed, participants: ['VN', 'TH'] } })]);
    const readers = () => index.database.selectFrom('visible_to').select('reader').orderBy('reader').execute();
    const scope = () => index.database.selectFrom('known_case').select(['id', 'scope']).execute();
    expect(await readers()).toEqual([{ reader: 'TH' }, { reader: 'VN' }]);
    expect(await scope()).toEqual([{ id: 'VN-1', scope: 'LISTED' }]);
    await index.take('VN', [gone('VN-1', 2)]);
    // For the history, which still counts it.
    expect(await readers()).toHaveLength(2);
    await index.take('VN', [changed('VN-1', { revision: 3 })]);
    expect(await readers()).toEqual([]);
    expect(await scope()).toEqual([{ id: 'VN-1', scope: 'ALL' }]);
  });
});

const waiting = (id: string, revision = 1) => changed(id, { revision, head: { phase: 'PANGOLIN-2016' } });
const kind = (value: 'DRUG' | 'TIMBER') => ({ head: { kind: value } });
/** As if read for the first time. */
const generations = (rows: unknown): unknown =>
  JSON.parse(JSON.stringify(rows).replaceAll('"generation":2', '"generation":1'));

describe('entries that cannot be taken', () => {
  it('are kept with their reason, and cost no other entry', async () => {
    const rejected = await index.take('VN', [
      changed('TH-1'),
      changed('VN-1'),
      { ...changed('VN-2'), narrative: 'A courier named N. N.' },
      null,
    ]);
    expect(rejected).toBe(3);
    expect(await heads()).toMatchObject([{ id: 'VN-1' }]);
    expect(await rejects()).toMatchObject([
      { participant: 'VN', case_id: null, revision: null, entry: 'null' },
      { participant: 'VN', case_id: 'TH-1', revision: 1, reason: expect.stringMatching(/expected VN, a hyphen/) },
      {
        participant: 'VN',
        case_id: 'VN-2',
        revision: 1,
        reason: expect.stringMatching(/expected known fields only, got 1 more/),
      },
    ]);
  });

  it('are kept without the values of unknown fields, which may be above class N0', async () => {
    const { suspects, ...entry } = { ...changed('VN-2'), suspects: [{ name: 'N. N.', caseId: 'x' }] };
    await index.take('VN', [{ ...entry, suspects, head: { ...entry.head, seizedOn: '2023-05-17' } }]);
    const [row] = await rejects();
    expect(JSON.parse(row?.entry ?? '')).toEqual(entry);
  });

  it('are kept once, however often they are delivered, and bounded', async () => {
    const nested = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const large = { ...changed('VN-3'), revision: 'x'.repeat(1_000_000) };
    for (let time = 0; time < 2; time += 1) await index.take('VN', [nested, large, changed('VN-1')]);
    const rows = await rejects();
    expect(rows).toHaveLength(2);
    for (const { entry, reason } of rows) {
      expect(entry.length).toBeLessThan(20_000);
      expect(reason.length).toBeLessThan(2_000);
    }
    expect(await heads()).toMatchObject([{ id: 'VN-1' }]);
  });

  it('wait for a phase that does not exist yet, and are taken in their order when it does', async () => {
    await index.take('VN', [waiting('VN-1', 1), changed('VN-2')]);
    await index.take('VN', [waiting('VN-1', 2)]);
    expect(await heads()).toMatchObject([{ id: 'VN-2' }]);
    expect(await rejects()).toMatchObject([
      { case_id: 'VN-1', revision: 1, phase: 'PANGOLIN-2016', reason: expect.stringMatching(/a phase that exists/) },
      { case_id: 'VN-1', revision: 2, phase: 'PANGOLIN-2016' },
    ]);
    expect(await retryWaiting(index.writing, ['OMD-5'])).toBe(0);
    expect(await retryWaiting(index.writing, ['OMD-5', 'PANGOLIN-2016'], 1)).toBe(2);
    expect(await heads()).toMatchObject([
      { id: 'VN-1', revision: 2 },
      { id: 'VN-2', revision: 1 },
    ]);
    expect(await rejects()).toEqual([]);
    expect((await history('VN-1')).map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('wait no more once a later revision was taken or the case is gone', async () => {
    await index.take('VN', [waiting('VN-1'), waiting('VN-2'), waiting('VN-3')]);
    await index.take('VN', [changed('VN-1', { revision: 2 }), gone('VN-2', 2)]);
    await retryWaiting(index.writing, ['PANGOLIN-2016']);
    expect(await heads()).toMatchObject([
      { id: 'VN-1', revision: 2 },
      { id: 'VN-3', revision: 1 },
    ]);
    expect(await history('VN-2')).toEqual([]);
  });
});

describe('a feed read anew from its start', () => {
  it('changes nothing where the store is the same, though old revisions come by again', async () => {
    const all = [changed('VN-1'), changed('VN-2'), changed('VN-1', { revision: 2 }), gone('VN-2', 2), changed('VN-3')];
    await index.take('VN', all);
    const before = await contents();
    await beginRereading(index.writing, 'VN');
    for (const [place, entry] of all.entries()) {
      await index.take('VN', [entry], place === all.length - 1);
      expect((await heads()).map(({ id, revision }) => [id, revision])).toEqual([
        ['VN-1', 2],
        ['VN-3', 1],
      ]);
    }
    expect(generations(await contents())).toEqual(before);
    expect(await index.database.selectFrom('staged').selectAll().execute()).toEqual([]);
  });

  it('drops cases that it did not speak of, at its end and not before', async () => {
    await index.take('VN', [changed('VN-1'), changed('VN-2'), changed('VN-3')]);
    await index.take('TH', [changed('TH-1')]);
    await beginRereading(index.writing, 'VN');
    await index.take('VN', [changed('VN-1')], false);
    expect(await heads()).toHaveLength(4);
    await index.take('VN', [changed('VN-4')], true);
    expect((await heads()).map(({ id }) => id)).toEqual(['TH-1', 'VN-1', 'VN-4']);
    expect((await history('VN-2'))[0]?.recorded_to).not.toMatch(/^9999/);
    // A case that is dropped may come back with its first revision.
    await index.take('VN', [changed('VN-2')]);
    expect((await heads()).map(({ id }) => id)).toContain('VN-2');
  });

  it('takes the word of a store that began anew, with lower revisions', async () => {
    await index.take('VN', [
      changed('VN-1', { revision: 3, ...kind('DRUG') }),
      changed('VN-2', { revision: 2, ...kind('DRUG') }),
      changed('VN-3', { revision: 5 }),
    ]);
    await beginRereading(index.writing, 'VN');
    await index.take('VN', [
      changed('VN-1', { revision: 1, ...kind('TIMBER') }),
      changed('VN-2', { revision: 2, ...kind('TIMBER') }),
      gone('VN-3', 1),
    ]);
    expect(await heads()).toMatchObject([
      { id: 'VN-1', revision: 1, kind: 'TIMBER' },
      { id: 'VN-2', revision: 2, kind: 'TIMBER' },
    ]);
    await index.take('VN', [changed('VN-1', { revision: 2, ...kind('DRUG') })]);
    expect(await heads()).toMatchObject([{ revision: 2, kind: 'DRUG' }, {}]);
  });

  it('begins again where the store is lost a second time', async () => {
    await index.take('VN', [changed('VN-1', { revision: 9 }), changed('VN-2')]);
    await beginRereading(index.writing, 'VN');
    await index.take('VN', [changed('VN-1')], false);
    await beginRereading(index.writing, 'VN');
    await index.take('VN', [changed('VN-2')], true);
    expect(await heads()).toMatchObject([{ id: 'VN-2' }]);
  });
});
