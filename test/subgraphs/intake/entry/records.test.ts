import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readForm } from '#subgraphs/intake/entry/form.ts';
import { minimalCase } from '#subgraphs/intake/entry/minimal.ts';
import { addCase, editRecord, releaseRecord, removeRecord } from '#subgraphs/intake/entry/records.ts';
import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { fullRecord } from '../../kit/full-record.ts';

async function entering() {
  const folder = mkdtempSync(join(tmpdir(), 'entry-'));
  const store = await openCaseStore({ participant: 'VN', file: join(folder, 'VN.sqlite') });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const phases = new Map([
    ['OMD-5', ['VN', 'TH']],
    ['OMD-4', ['VN']],
    ['OMD-9', ['TH']],
  ]);
  return { store, place: { store, phases, origin: { by: 'anna' } } };
}

const MINIMAL = { reference: 'A 1', phase: 'OMD-5', seized: '2023-05', drug: 'Ice', quantity: '1.5', unit: 'KILOGRAM' };
const minimal = (over = {}) => ({
  form: 'MINIMAL',
  ...minimalCase({ ...MINIMAL, country: 'VN', tlp: 'green', handling: 'h1', ...over }),
});

async function record(store: CaseStore, id: string) {
  return JSON.parse((await store.history(id)).at(-1)?.record ?? 'null') as Record<string, unknown>;
}

describe('a case entered by hand', () => {
  it('comes in by the minimal form, with the names of the code lists and what follows from them', async () => {
    const { store, place } = await entering();
    const { id, revision } = await addCase(place, minimal(), new Date('2023-06-01T00:00:00Z'));
    expect(id).toMatch(/^VN-[0-9a-f]{16}$/);
    expect(revision).toBe(1);
    expect(await record(store, id)).toMatchObject({
      form: 'MINIMAL',
      kind: 'DRUG',
      seizedIn: '2023-05',
      reportedAt: '2023-06-01T00:00:00.000Z',
      seizures: [
        {
          commodity: { type: 'DRUG', drug: 'methamphetamine', group: 'ATS' },
          quantity: { value: 1.5, unit: 'KILOGRAM' },
        },
      ],
      route: { seizedAt: { country: 'VN' } },
      release: { tlp: 'GREEN', handling: 'H1', audience: [] },
    });
    expect(await store.history(id)).toMatchObject([{ changedBy: 'anna', file: null, digest: null, row: null }]);
  });

  it('comes in by the full form whole, from YAML or JSON', async () => {
    const { store, place } = await entering();
    const form = readForm(JSON.stringify({ ...fullRecord, phase: 'OMD-5' }), 'form.json');
    const { id } = await addCase(place, form);
    const { phase, ...rest } = await record(store, id);
    expect(phase).toBe('OMD-5');
    const { phase: _, ...wanted } = fullRecord;
    const release = { ...wanted.release, audience: wanted.release.audience?.toSorted() };
    expect(rest).toMatchObject({ ...wanted, release });
    expect((await store.children('suspects', [id]))[0]?.rows).toHaveLength(fullRecord.suspects?.length ?? 0);
  });

  it('names a taxon by its other names, and takes the appendix of the time', async () => {
    const { store, place } = await entering();
    const { drug: _, ...rest } = MINIMAL;
    const fields = minimalCase({
      ...rest,
      taxon: 'Phataginus tricuspis',
      term: 'scales',
      tlp: 'CLEAR',
      handling: 'H0',
    });
    const { id } = await addCase(place, { form: 'MINIMAL', ...fields, seizedIn: '2015-05' });
    expect(await record(store, id)).toMatchObject({
      kind: 'WILDLIFE',
      seizures: [{ commodity: { type: 'WILDLIFE', taxon: 'Manis tricuspis', term: 'SCA', appendix: 'II' } }],
    });
  });

  it.each<[string, object, RegExp]>([
    [
      'a drug on no list',
      { drug: 'methamfetamine' },
      /drug: expected a drug on the code list.*nearest: methamphetamine/,
    ],
    ['a phase that there is not', { phase: 'OMD-7' }, /phase: expected one of OMD-5 OMD-4 OMD-9, got OMD-7/],
    ['a phase without it', { phase: 'OMD-9' }, /phase: expected a phase with VN among its members, got OMD-9/],
    ['no release', { tlp: undefined, handling: undefined }, /release: /],
    ['half a release', { handling: undefined }, /release\.handling: /],
    ['no goods', { drug: undefined }, /seizures: /],
    ['a month that is none', { seized: '2023-13' }, /seizedIn: expected YYYY-MM or YYYY/],
    ["another participant's id", { id: 'TH-1' }, /id: expected an id that begins with VN-/],
    ['the id of a return', { id: 'VN-R.1' }, /id: expected a key that does not begin with/],
    [
      'control characters',
      { reference: 'A\u001b[2J' },
      /reference: expected text without control characters, got U\+001B/,
    ],
    ['a unit that is none', { unit: 'STONE' }, /quantity\.unit: /],
  ])('is not taken with %s, and nothing is stored', async (_, over, message) => {
    const { store, place } = await entering();
    await expect(async () => addCase(place, minimal(over))).rejects.toThrow(message);
    expect(await store.ids()).toEqual([]);
  });

  it.each([
    [{ quantity: 'much' }, /--quantity: expected a number/],
    [{ unit: undefined }, /--quantity and --unit together/],
    [{ taxon: 'Manis javanica' }, /expected one of --drug/],
  ])('is told of options that do not go together: %j', (over, message) => {
    expect(() => minimal(over)).toThrow(message);
  });

  it('is told, not stored, where its reference was entered before', async () => {
    const { store, place } = await entering();
    await addCase(place, minimal());
    await expect(addCase(place, minimal({ quantity: '2' }))).rejects.toThrow(
      /expected a new case, got one that is there already/,
    );
    expect(await store.ids()).toHaveLength(1);
  });

  it.each([
    ['a list', '[1, 2]'],
    ['nothing', ''],
    ['words', 'a seizure'],
    ['YAML that ends nowhere', 'a: ['],
    ['a field twice', 'a: 1\na: 2'],
  ])('is not read from %s', (_, text) => {
    expect(() => readForm(text, 'form.yaml')).toThrow(/form\.yaml/);
  });
});

describe('a record that is there', () => {
  it('is changed field by field: given ones take the place of those before, null takes one out', async () => {
    const { store, place } = await entering();
    const { id } = await addCase(place, minimal());
    expect(await editRecord(place, id, { seizedOn: '2023-04-30', route: null })).toEqual({
      id,
      revision: 2,
      changed: true,
    });
    const changed = await record(store, id);
    expect(changed).toMatchObject({ seizedOn: '2023-04-30', seizedIn: '2023-04', reference: 'A 1' });
    expect(changed).not.toHaveProperty('route');
    expect(await editRecord(place, id, { seizedIn: '2023' })).toMatchObject({ revision: 3 });
    expect(await record(store, id)).not.toHaveProperty('seizedOn');
    expect(await editRecord(place, id, { seizedIn: '2023' })).toEqual({ id, revision: 3, changed: false });
  });

  it('moves to another phase of which its owner is a member, and to no other', async () => {
    const { store, place } = await entering();
    const { id } = await addCase(place, minimal());
    await editRecord(place, id, { phase: 'OMD-4' });
    expect(await store.cases([id])).toMatchObject([{ phase: 'OMD-4', revision: 2 }]);
    await expect(editRecord(place, id, { phase: 'OMD-9' })).rejects.toThrow(/expected a phase with VN/);
    await expect(editRecord(place, id, { id: 'VN-other' })).rejects.toThrow(/^id: expected VN-/);
  });

  it('keeps what is not given of its release, and every copy carries the new one', async () => {
    const { store, place } = await entering();
    const { id } = await addCase(place, minimal());
    await releaseRecord(place, id, { tlp: 'RED', audience: ['TH'] });
    expect(await record(store, id)).toMatchObject({ release: { tlp: 'RED', handling: 'H1', audience: ['TH'] } });
    expect((await store.changes(0, 10)).changes.at(-1)?.release).toEqual({ tlp: 'RED', audience: ['TH'] });
    await expect(releaseRecord(place, id, { tlp: 'PINK' })).rejects.toThrow(/release\.tlp: /);
  });

  it('is removed with its history kept, and can be made again', async () => {
    const { store, place } = await entering();
    const { id } = await addCase(place, minimal());
    expect(await removeRecord(place, id)).toMatchObject({ revision: 2 });
    expect(await store.ids()).toEqual([]);
    await expect(editRecord(place, id, { phase: 'OMD-4' })).rejects.toThrow(/got one that is removed/);
    await expect(removeRecord(place, 'VN-none')).rejects.toThrow(/got none/);
    expect(await addCase(place, minimal())).toMatchObject({ id, revision: 3 });
    expect((await store.history(id)).map(({ deleted }) => deleted)).toEqual([false, true, false]);
  });

  it('is not overwritten unseen: of two who change it at once the second is told', async () => {
    const { store, place } = await entering();
    const { id } = await addCase(place, minimal());
    // The other's change comes between this one's reading and its writing.
    const slow = {
      ...place,
      store: {
        ...store,
        async history(asked: string) {
          const seen = await store.history(asked);
          await editRecord(place, id, { reference: 'B 2' });
          return seen;
        },
      },
    };
    await expect(editRecord(slow, id, { reference: 'C 3' })).rejects.toThrow(
      /expected revision 1 in the store, got revision 2/,
    );
    expect(await record(store, id)).toMatchObject({ reference: 'B 2' });
  });

  it('may be a statistical return: its release and its phase change in the same way', async () => {
    const { store, place } = await entering();
    const release = { handling: 'H0' as const, tlp: 'GREEN' as const };
    const commodity = { type: 'DRUG' as const, drug: 'heroin', group: 'OPIATES' as const };
    const body = { id: 'VN-R.1', phase: 'OMD-5', period: '2023-05', reportedAt: '2023-06-01T00:00:00Z' };
    await store.putReturns([{ ...body, commodity, events: 3, release }], { by: 'import' });
    await releaseRecord(place, 'VN-R.1', { tlp: 'RED' });
    await editRecord(place, 'VN-R.1', { events: 4 });
    expect(await record(store, 'VN-R.1')).toMatchObject({ events: 4, release: { tlp: 'RED' } });
    await removeRecord(place, 'VN-R.1');
    expect(await store.returns(['VN-R.1'])).toEqual([]);
  });
});
