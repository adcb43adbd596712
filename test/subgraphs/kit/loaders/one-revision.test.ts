// Written between the reads of one request: whatever it asks for of a case is of one revision.
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCaseLoaders } from '#subgraphs/kit/loaders/case-loaders.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { fullRecord } from '../full-record.ts';
import { temporaryFile } from '../temporary-folder.ts';

const BY = { by: 'tester' };
const { id } = fullRecord;
/** Another in every part. */
const other: CaseRecordInput = {
  id,
  reference: 'another',
  kind: 'DRUG',
  form: 'FULL',
  seizedIn: '2024-01',
  reportedAt: '2024-01-02T00:00:00Z',
  seizures: [{ commodity: { type: 'DRUG', drug: 'heroin', group: 'OPIATES' }, quantity: { value: 1, unit: 'GRAM' } }],
  route: { origin: { country: 'AF' } },
  suspects: [{ role: 'driver', identifiers: [{ kind: 'PHONE', value: '+84911111111' }] }],
  conveyance: { mode: 'ROAD', identifiers: [{ kind: 'SEAL', value: 'another' }] },
  release: { handling: 'H0', tlp: 'RED', audience: ['MM'] },
};

const CHILDREN = ['seizures', 'places', 'conveyanceIdentifiers', 'suspects', 'suspectIdentifiers', 'audience'] as const;

async function opened(record: CaseRecordInput = fullRecord): Promise<CaseStore> {
  const store = await openCaseStore({ participant: 'VN', file: await temporaryFile('VN.sqlite') });
  onTestFinished(() => store.close());
  await store.put([record], BY);
  return store;
}

async function all(store: CaseStore, between: () => Promise<unknown> = async () => {}) {
  const loaders = createCaseLoaders(store);
  const head = await loaders.cases.load(id);
  await between();
  const children = await Promise.all(CHILDREN.map((name) => loaders[name].load(id)));
  return { head, children };
}

describe('one request', () => {
  test.each<[string, (store: CaseStore) => Promise<unknown>]>([
    ['changed', (store) => store.put([other], BY)],
    [
      'changed twice',
      async (store) => {
        await store.put([other], BY);
        await store.put([{ ...other, seizedIn: '2024-02' }], BY);
      },
    ],
    ['removed', (store) => store.remove([id], BY)],
    [
      'removed and made again',
      async (store) => {
        await store.remove([id], BY);
        await store.put([other], BY);
      },
    ],
  ])('has all of a case as of its head, where the case is %s in between', async (_, between) => {
    const store = await opened();
    const before = await all(store);
    expect(before.children.every(({ length }) => length > 0)).toBe(true);
    expect(await all(store, () => between(store))).toEqual(before);
    // The next request has the case as it is now.
    expect(await all(store)).not.toEqual(before);
  });

  test('never has the audience of one revision with the marking of another', async () => {
    const store = await opened({ ...other, release: { handling: 'H0', tlp: 'RED', audience: ['TH'] } });
    const loaders = createCaseLoaders(store);
    const head = await loaders.cases.load(id);
    await store.put([{ ...other, release: { handling: 'H0', tlp: 'AMBER', audience: ['LA'] } }], BY);
    expect(head?.tlp).toBe('RED');
    expect((await loaders.audience.load(id)).map(({ participant }) => participant)).toEqual(['TH']);
  });

  test('has the children of a case without any as none, before and after it gets some', async () => {
    const { suspects: _, route: __, conveyance: ___, ...bare } = other;
    const store = await opened(bare);
    const { children } = await all(store, () => store.put([fullRecord], BY));
    expect(children.map(({ length }) => length)).toEqual([1, 0, 0, 0, 0, 1]);
  });
});
