import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#subgraphs/kit/database/open.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';
import { CaseRecordError } from '#subgraphs/kit/store/check.ts';
import type { ChildTable } from '#subgraphs/kit/store/children.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import type { StoreTables } from '#subgraphs/kit/store/tables.ts';
import { fullRecord, smallRecord } from '../full-record.ts';
import { temporaryFile } from '../temporary-folder.ts';

async function rowsOf<Table extends ChildTable>(store: CaseStore, table: Table) {
  return (await store.children(table, [fullRecord.id])).flatMap(({ rows }) => rows);
}

const BY = { by: 'tester' };

/** A store, and its tables as they lie on the disk. */
async function opened(participant = 'VN') {
  const file = await temporaryFile('store.sqlite');
  const store = await openCaseStore({ participant, file });
  const tables = openDatabase<StoreTables>({ file });
  onTestFinished(async () => {
    await store.close();
    await tables.destroy();
  });
  return { file, store, tables };
}

const CHILDREN = [
  'seizures',
  'places',
  'conveyance_identifiers',
  'suspects',
  'suspect_identifiers',
  'release_audience',
] as const;

async function rowsIn(tables: Awaited<ReturnType<typeof opened>>['tables']) {
  const counts: Record<string, number> = {};
  for (const table of ['cases', ...CHILDREN, 'revisions'] as const) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tables);
    counts[table] = rows[0]?.n ?? -1;
  }
  return counts;
}

const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .map(([key, each]) => [key, reversed(each)])
            .toReversed(),
        )
      : value;

describe('putting records', () => {
  test('counts what is created, updated and unchanged', async () => {
    const { store } = await opened();
    expect(await store.put([smallRecord(1), smallRecord(2)], BY)).toEqual({ created: 2, updated: 0, unchanged: 0 });
    const next = [smallRecord(1), smallRecord(2, { reference: 'other' }), smallRecord(3)];
    expect(await store.put(next, BY)).toEqual({ created: 1, updated: 1, unchanged: 1 });
    expect(await store.ids()).toEqual(['VN-1', 'VN-2', 'VN-3']);
    const revisions = (await store.cases(['VN-1', 'VN-2', 'VN-3'])).map(({ id, revision }) => [id, revision]);
    expect(new Map(revisions as [string, number][])).toEqual(
      new Map(Object.entries({ 'VN-1': 1, 'VN-2': 2, 'VN-3': 1 })),
    );
  });

  test('of nothing writes nothing', async () => {
    const { store } = await opened();
    expect(await store.put([], BY)).toEqual({ created: 0, updated: 0, unchanged: 0 });
  });

  test('again writes nothing, whatever the order of keys and of the audience', async () => {
    const { store, tables } = await opened();
    await store.put([fullRecord], BY);
    const before = await rowsIn(tables);
    const same = reversed(fullRecord) as CaseRecordInput;
    same.release = { ...fullRecord.release, audience: ['LA', 'TH', 'LA'] };
    expect(await store.put([same], BY)).toEqual({ created: 0, updated: 0, unchanged: 1 });
    expect(await rowsIn(tables)).toEqual(before);
  });

  test('with a change in any block is an update', async () => {
    const { store } = await opened();
    await store.put([fullRecord], BY);
    const changes: Partial<CaseRecordInput>[] = [
      { sealed: { officer: 'Other' } },
      { national: { provincialDepartment: 'Nghe An' } },
      { release: { ...fullRecord.release, tlp: 'RED' } },
      { seizures: [...fullRecord.seizures].toReversed() },
      { route: { ...fullRecord.route, transit: [] } },
    ];
    for (const change of changes) {
      expect(await store.put([{ ...fullRecord, ...change }], BY)).toMatchObject({ updated: 1 });
    }
  });

  test('that shrink leaves no row of what was', async () => {
    const { store, tables } = await opened();
    await store.put([fullRecord], BY);
    const full = await rowsIn(tables);
    for (const table of CHILDREN) expect(full[table]).toBeGreaterThan(0);
    await store.put([smallRecord('2023-001')], BY);
    expect(await rowsIn(tables)).toEqual({
      cases: 1,
      seizures: 1,
      places: 0,
      conveyance_identifiers: 0,
      suspects: 0,
      suspect_identifiers: 0,
      release_audience: 0,
      revisions: 2,
    });
  });

  test('computes kilograms and the validity of identifiers', async () => {
    const { store } = await opened();
    await store.put([fullRecord], BY);
    const seizures = await rowsOf(store, 'seizures');
    expect(seizures.map(({ kilograms, conversion }) => [kilograms, conversion])).toEqual([
      [2.5, 'gram'],
      [3, 'litre-1kg'],
      [null, null],
      [null, null],
      [null, null],
    ]);
    const identifiers = await rowsOf(store, 'conveyance_identifiers');
    expect(identifiers.map(({ value, valid }) => [value, valid])).toEqual([
      ['CSQU3054383', 1],
      ['CSQU3054384', 0],
      ['S-1', null],
    ]);
  });

  test('keeps the sealed part, and shows it to no reader', async () => {
    const { store, tables } = await opened();
    await store.put([fullRecord], BY);
    const { sealed } = await tables.selectFrom('cases').select('sealed').executeTakeFirstOrThrow();
    expect(JSON.parse(sealed ?? '')).toEqual(fullRecord.sealed);
    const read = JSON.stringify([
      await store.cases([fullRecord.id]),
      await rowsOf(store, 'suspects'),
      (await store.changes(0, 10)).changes,
    ]);
    expect(read).not.toContain('Zulu');
  });

  test('logs who changed what, from which file, with the whole record', async () => {
    const { store, tables } = await opened();
    await store.put([fullRecord], { by: 'clerk', file: 'june.csv' });
    await store.remove([fullRecord.id], BY);
    const log = await tables.selectFrom('revisions').selectAll().orderBy('change_number').execute();
    expect(log).toMatchObject([
      { change_number: 1, revision: 1, changed_by: 'clerk', source_file: 'june.csv', deleted: 0 },
      { change_number: 2, revision: 2, changed_by: 'tester', source_file: null, deleted: 1, entry: null, record: null },
    ]);
    const { audience } = fullRecord.release;
    expect(JSON.parse(log[0]?.record ?? '')).toEqual({
      ...fullRecord,
      release: { ...fullRecord.release, audience: audience.toSorted() },
    });
  });

  test('never dates a change before the one before it', async () => {
    const { store, tables } = await opened();
    const ahead = '2999-01-01T00:00:00.000Z';
    await tables.updateTable('store').set({ last_changed_at: ahead }).execute();
    await store.put([smallRecord(1)], BY);
    expect((await store.changes(0, 1)).changes[0]?.changed_at).toBe(ahead);
  });

  test('takes 10,000 cases in a few seconds, in one transaction', async () => {
    const { store } = await opened();
    const records = Array.from({ length: 10_000 }, (_, index) => smallRecord(index));
    const began = performance.now();
    expect(await store.put(records, BY)).toEqual({ created: 10_000, updated: 0, unchanged: 0 });
    expect(performance.now() - began).toBeLessThan(8_000);
    expect((await store.changes(9_999, 10)).last).toBe(10_000);
    expect(await store.put(records, BY)).toEqual({ created: 0, updated: 0, unchanged: 10_000 });
    expect((await store.cases(await store.ids())).length).toBe(10_000);
  });
});

describe('a bad record', () => {
  test.each<[string, CaseRecordInput, RegExp]>([
    [
      'without seizures',
      smallRecord(2, { seizures: [] }),
      /record 2 \(VN-2\): seizures: expected at least one seizure/,
    ],
    ['of another participant', smallRecord(2, { id: 'TH-2' }), /expected an id that begins with VN-, got TH-2/],
    ['of a participant whose code begins alike', smallRecord(2, { id: 'VNC04-2' }), /begins with VN-, got VNC04-2/],
    ['with an id used before', smallRecord(1), /record 2 \(VN-1\): id: expected each id once, got VN-1 again/],
    ['with a country that is none', smallRecord(2, { route: { origin: { country: 'ZZ' } } }), /route\.origin\.country/],
    ['with a field unknown', { ...smallRecord(2), extra: 1 } as CaseRecordInput, /extra/],
  ])('%s refuses the whole put, and says why', async (_, bad, message) => {
    const { store } = await opened();
    const refused = store.put([smallRecord(1), bad], BY);
    await expect(refused).rejects.toThrow(CaseRecordError);
    await expect(refused).rejects.toThrow(message);
    expect(await store.ids()).toEqual([]);
    expect((await store.changes(0, 10)).last).toBe(0);
  });

  test('that the database refuses rolls the whole put back', async () => {
    const { store, tables } = await opened();
    await store.put([smallRecord(1)], BY);
    await sql`create trigger refuse before insert on seizures when new.case_id = 'VN-300'
      begin select raise(abort, 'refused by the database'); end`.execute(tables);
    const before = await rowsIn(tables);
    const records = Array.from({ length: 500 }, (_, index) => smallRecord(index, { reference: 'changed' }));
    await expect(store.put(records, BY)).rejects.toThrow('refused by the database');
    expect(await rowsIn(tables)).toEqual(before);
    expect(await store.cases(['VN-1'])).toMatchObject([{ reference: 'R/1', revision: 1 }]);

    await sql`drop trigger refuse`.execute(tables);
    expect(await store.put(records, BY)).toEqual({ created: 499, updated: 1, unchanged: 0 });
    const numbers = (await store.changes(0, 1_000)).changes.map((change) => change.change_number);
    expect(numbers).toEqual(Array.from({ length: 501 }, (_, index) => index + 1));
  });
});

describe('removing cases', () => {
  test('counts those that were there', async () => {
    const { store, tables } = await opened();
    await store.put([fullRecord, smallRecord(1)], BY);
    expect(await store.remove([fullRecord.id, fullRecord.id, 'VN-none'], BY)).toBe(1);
    expect(await store.remove([fullRecord.id], BY)).toBe(0);
    expect(await rowsIn(tables)).toMatchObject({
      cases: 1,
      seizures: 1,
      places: 0,
      suspect_identifiers: 0,
      revisions: 3,
    });
  });

  test('leaves the count of revisions to go on where a case comes back', async () => {
    const { store } = await opened();
    await store.put([smallRecord(1)], BY);
    await store.remove(['VN-1'], BY);
    expect(await store.put([smallRecord(1)], BY)).toMatchObject({ created: 1 });
    expect(await store.cases(['VN-1'])).toMatchObject([{ revision: 3 }]);
  });
});

test('a file is opened as the store of the participant that made it, and of no other', async () => {
  const { file, store } = await opened();
  await expect(openCaseStore({ participant: 'TH', file })).rejects.toThrow(
    /expected the store of TH, got the store of VN/,
  );
  const again = await openCaseStore({ participant: 'VN', file });
  expect(again.storeId).toBe(store.storeId);
  await again.close();
});
