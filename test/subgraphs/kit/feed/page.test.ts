import { describe, expect, onTestFinished, test } from 'vitest';
import { createReleaseEngine } from '#subgraphs/kit/decision/index.ts';
import { encodeCursor } from '#subgraphs/kit/feed/cursor.ts';
import { readFeedPage } from '#subgraphs/kit/feed/page.ts';
import type { CaseFeedEntry } from '#subgraphs/kit/generated/resolvers.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { fullRecord, smallRecord } from '../full-record.ts';
import { temporaryFile } from '../temporary-folder.ts';

const { visibleTo } = createReleaseEngine();

const BY = { by: 'tester' };

async function opened(): Promise<{ file: string; store: CaseStore }> {
  const file = await temporaryFile('store.sqlite');
  const store = await openCaseStore({ participant: 'VN', file });
  onTestFinished(() => store.close());
  return { file, store };
}

/** Reads pages from a cursor until there is no more. */
async function readOn(store: CaseStore, first: number, after?: string) {
  const entries: CaseFeedEntry[] = [];
  let cursor = after;
  for (;;) {
    const page = await readFeedPage(store, visibleTo, { after: cursor, first });
    expect(page.entries.length).toBeLessThanOrEqual(first);
    entries.push(...page.entries);
    cursor = page.cursor;
    if (!page.more) return { entries, cursor };
  }
}

const named = (entries: readonly CaseFeedEntry[]) => entries.map(({ caseId, revision }) => `${caseId}/${revision}`);

describe('the feed', () => {
  test('of an empty store is an empty page with a cursor to go on from', async () => {
    const { store } = await opened();
    const page = await readFeedPage(store, visibleTo, { first: 10 });
    expect(page).toMatchObject({ more: false, entries: [] });
    await store.put([smallRecord(1)], BY);
    expect(named((await readFeedPage(store, visibleTo, { after: page.cursor, first: 10 })).entries)).toEqual([
      'VN-1/1',
    ]);
  });

  test('gives each change once and in order, in pages of any length, while cases change', async () => {
    const { store } = await opened();
    await store.put(
      Array.from({ length: 7 }, (_, index) => smallRecord(index)),
      BY,
    );
    const first = await readFeedPage(store, visibleTo, { first: 5 });
    expect(first.more).toBe(true);
    await store.put([smallRecord(0, { reference: 'new' }), smallRecord(6, { reference: 'new' })], BY);
    await store.remove(['VN-3'], BY);
    const rest = await readOn(store, 2, first.cursor);
    expect(named([...first.entries, ...rest.entries])).toEqual([
      'VN-0/1',
      'VN-1/1',
      'VN-2/1',
      'VN-3/1',
      'VN-4/1',
      'VN-5/1',
      'VN-6/1',
      'VN-0/2',
      'VN-6/2',
      'VN-3/2',
    ]);
    expect(await readFeedPage(store, visibleTo, { after: rest.cursor, first: 1 })).toEqual({
      cursor: rest.cursor,
      more: false,
      entries: [],
      returns: [],
    });
  });

  test('tells whether there is more, where a page ends just at the last change', async () => {
    const { store } = await opened();
    await store.put([smallRecord(1), smallRecord(2)], BY);
    expect((await readFeedPage(store, visibleTo, { first: 2 })).more).toBe(false);
    expect((await readFeedPage(store, visibleTo, { first: 1 })).more).toBe(true);
  });

  test('goes on from a cursor after a restart', async () => {
    const { file, store } = await opened();
    await store.put([smallRecord(1), smallRecord(2)], BY);
    const { cursor } = await readFeedPage(store, visibleTo, { first: 1 });
    const again = await openCaseStore({ participant: 'VN', file });
    onTestFinished(() => again.close());
    expect(named((await readFeedPage(again, visibleTo, { after: cursor, first: 9 })).entries)).toEqual(['VN-2/1']);
  });

  test('holds head and facts of class N0, and nothing above', async () => {
    const { store } = await opened();
    await store.put([fullRecord], BY);
    const [entry] = (await readFeedPage(store, visibleTo, { first: 1 })).entries;
    expect(entry).toEqual({
      caseId: fullRecord.id,
      revision: 1,
      changedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      deleted: false,
      head: {
        reference: 'HQ/2023/001',
        phase: 'OMD-5',
        kind: 'DRUG',
        form: 'FULL',
        seizedIn: '2023-06',
        reportedAt: '2023-06-20T08:30:00Z',
        provenance: { source: 'Press cuttings', compiledBy: 'A library', url: 'https://cuttings.example/1' },
      },
      facts: {
        drugs: ['methamphetamine', 'pseudoephedrine'],
        taxa: ['Manis javanica', 'Dalbergia cochinchinensis'],
        origin: 'MM',
        transit: ['TH', 'LA'],
        seizedAt: 'VN',
        destination: 'AU',
        mode: 'MARITIME',
        kilograms: 5.5,
        quantities: [
          { commodity: 'methamphetamine', unit: 'GRAM', value: 2500, kilograms: 2.5 },
          { commodity: 'pseudoephedrine', unit: 'LITRE', value: 3, kilograms: 3 },
          { commodity: 'Manis javanica (SCA)', unit: 'UNKNOWN', value: null, kilograms: null },
          { commodity: 'Dalbergia cochinchinensis (LOG)', unit: 'CUBIC_METRE', value: 1.25, kilograms: null },
        ],
      },
      visibleTo: { scope: 'ALL', participants: [] },
    });
  });

  test('of a bare case holds nulls and empty lists; goods of another kind are `other`', async () => {
    const { store } = await opened();
    const other = [{ commodity: { type: 'OTHER', description: 'cigarettes' }, quantity: { value: 3, unit: 'BOX' } }];
    await store.put([smallRecord(1, { seizures: other as CaseRecordInput['seizures'] })], BY);
    const [entry] = (await readFeedPage(store, visibleTo, { first: 1 })).entries;
    expect(entry?.head).toMatchObject({ phase: null, provenance: null });
    expect(entry?.facts).toEqual({
      drugs: [],
      taxa: [],
      origin: null,
      transit: [],
      seizedAt: null,
      destination: null,
      mode: null,
      kilograms: null,
      quantities: [{ commodity: 'other', unit: 'BOX', value: 3, kilograms: null }],
    });
  });

  test('names a drug or taxon once, however many seizures it is in', async () => {
    const { store } = await opened();
    const [seizure] = smallRecord(1).seizures;
    if (seizure === undefined) throw new Error('expected a seizure');
    await store.put([smallRecord(1, { seizures: [seizure, seizure] })], BY);
    const [entry] = (await readFeedPage(store, visibleTo, { first: 1 })).entries;
    expect(entry?.facts).toMatchObject({ drugs: ['heroin'], kilograms: 3, quantities: [{}, {}] });
  });
});

describe('who may know of a case', () => {
  const red: CaseRecordInput['release'] = { handling: 'H2', tlp: 'RED', audience: ['TH', 'VN'] };

  test('is told by its release now, in all its entries', async () => {
    const { store } = await opened();
    await store.put([smallRecord(1), smallRecord(2)], BY);
    await store.put([smallRecord(1, { release: red })], BY);
    const { entries } = await readOn(store, 1);
    const listed = { scope: 'LISTED', participants: ['TH', 'VN'] };
    expect(entries.map((entry) => [entry.caseId, entry.visibleTo])).toEqual([
      ['VN-1', listed],
      ['VN-2', { scope: 'ALL', participants: [] }],
      ['VN-1', listed],
    ]);
    await store.put([smallRecord(1, { release: { ...red, tlp: 'AMBER_STRICT' } })], BY);
    const later = await readOn(store, 10);
    expect(later.entries.map((entry) => entry.visibleTo?.scope)).toEqual(['ALL', 'ALL', 'ALL', 'ALL']);
  });

  test('includes the owner, where the audience does not name it', async () => {
    const { store } = await opened();
    await store.put(
      [
        smallRecord(1, { release: { ...red, audience: ['TH'] } }),
        smallRecord(2, { release: { ...red, audience: [] } }),
      ],
      BY,
    );
    const { entries } = await readOn(store, 10);
    expect(entries.map((entry) => entry.visibleTo?.participants)).toEqual([['TH', 'VN'], ['VN']]);
  });

  test('is not told of a case that is gone, in any of its entries; nor is anything of it', async () => {
    const { store } = await opened();
    await store.put([smallRecord(1)], BY);
    await store.remove(['VN-1'], BY);
    const { entries } = await readOn(store, 10);
    expect(named(entries)).toEqual(['VN-1/1', 'VN-1/2']);
    for (const entry of entries)
      expect(entry).toMatchObject({ deleted: true, head: null, facts: null, visibleTo: null });

    await store.put([smallRecord(1)], BY);
    const back = await readOn(store, 10);
    expect(back.entries.map(({ revision, deleted }) => [revision, deleted])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
  });
});

describe('a request for a page', () => {
  test.each([0, -1, 1_001, 1.5, Number.NaN])('of %d entries is refused', async (first) => {
    const { store } = await opened();
    await expect(readFeedPage(store, visibleTo, { first })).rejects.toMatchObject({
      message: `first: expected 1 to 1000, got ${first}`,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test.each(['nonsense', '', 'c113', 'x'.repeat(5_000), '\u202e'])(
    'with a cursor that no feed gave is told to start again',
    async (after) => {
      const { store } = await opened();
      await expect(readFeedPage(store, visibleTo, { first: 1, after })).rejects.toMatchObject({
        extensions: { code: 'CURSOR_UNKNOWN' },
      });
    },
  );

  test('with a cursor of another store, or ahead of this one, is told to start again', async () => {
    const { store } = await opened();
    const { store: other } = await opened();
    await store.put([smallRecord(1)], BY);
    await other.put([smallRecord(1)], BY);
    const unknown = { extensions: { code: 'CURSOR_UNKNOWN' } };
    const { cursor } = await readFeedPage(other, visibleTo, { first: 1 });
    await expect(readFeedPage(store, visibleTo, { first: 1, after: cursor })).rejects.toMatchObject(unknown);
    const ahead = encodeCursor({ storeId: store.storeId, change: 2 });
    await expect(readFeedPage(store, visibleTo, { first: 1, after: ahead })).rejects.toMatchObject(unknown);
  });
});
