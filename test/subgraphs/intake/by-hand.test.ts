import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CaseRecord } from '#subgraphs/kit/record/case-record.ts';
import { dataFolder, MAPPING, row } from './workshop.ts';

const ID = /^VN-/;
const BY = { by: 'officer' };

async function imported() {
  const folder = dataFolder();
  await folder.run([row()]);
  const [id = ''] = [...(await folder.stored()).keys()].filter((each) => ID.test(each));
  const byHand = async (change: (record: CaseRecord) => CaseRecord | undefined) => {
    const store = await folder.data.openStore('VN');
    const { revision: _, ...record } = (await folder.stored()).get(id) ?? expect.fail('expected the case');
    const changed = change(record);
    if (changed === undefined) await store.remove([id], BY);
    else await store.put([changed], BY);
    await store.close();
  };
  const widened = (release: string, name = 'small.yaml') =>
    writeFileSync(folder.path(name), MAPPING.replace('{ handling: H0, tlp: GREEN }', release));
  const held = async () => (await folder.stored()).get(id);
  return { ...folder, id, byHand, held, widened };
}

const tightened = (record: CaseRecord): CaseRecord => ({
  ...record,
  release: { ...record.release, tlp: 'RED', handling: 'H2', audience: ['TH'] },
});

describe('what a person changed since', () => {
  test('is not undone by a row that says what it said before', async () => {
    const { run, byHand, held } = await imported();
    await byHand((record) => ({ ...tightened(record), reference: 'mended by hand' }));
    expect(await run([row()])).toMatchObject({ imported: 0, unchanged: 1 });
    expect(await held()).toMatchObject({
      revision: 2,
      reference: 'mended by hand',
      release: { tlp: 'RED', handling: 'H2', audience: ['TH'] },
    });
  });

  test('gives way to a correction, all but its release', async () => {
    const { run, byHand, held } = await imported();
    await byHand((record) => ({ ...tightened(record), outcome: { arrests: 3 } }));
    expect(await run([row({ Live: '7' })])).toMatchObject({ imported: 1 });
    const release = { tlp: 'RED', handling: 'H2', audience: ['TH'] };
    const corrected = await held();
    expect(corrected).toMatchObject({ revision: 3, seizures: [{ quantity: { value: 7 } }], release });
    expect(corrected?.outcome).toBeUndefined();
    expect(await run([row({ Live: '7' })])).toMatchObject({ imported: 0, unchanged: 1 });
    expect(await run([row()])).toMatchObject({ imported: 1 });
    expect(await held()).toMatchObject({ revision: 4, seizures: [{ quantity: { value: 3 } }], release });
  });

  test('stays removed, until the file corrects it: then its release is no wider than it was', async () => {
    const { run, byHand, held } = await imported();
    await byHand(tightened);
    await byHand(() => undefined);
    expect(await run([row()])).toMatchObject({ imported: 0, unchanged: 1 });
    expect(await held()).toBeUndefined();
    expect(await run([row({ Live: '7' })])).toMatchObject({ imported: 1 });
    expect(await held()).toMatchObject({ revision: 4, release: { tlp: 'RED', handling: 'H2' } });
  });

  test('is told, for the row came to nothing', async () => {
    const { run, byHand } = await imported();
    await byHand(tightened);
    const said: string[] = [];
    await run([row()], { onProgress: (line) => said.push(line) });
    expect(said.join('\n')).toContain('1 record stays as it was changed by hand');
  });
});

describe('the release that a mapping declares', () => {
  test('may become wider, for the owner declares it, where nobody has changed it by hand', async () => {
    const { run, held, widened } = await imported();
    widened('{ handling: H0, tlp: CLEAR }');
    expect(await run([row()])).toMatchObject({ imported: 1 });
    expect(await held()).toMatchObject({ release: { tlp: 'CLEAR' } });
  });

  test('never widens one that was tightened by hand; of both the strictest is kept', async () => {
    const { run, byHand, held, widened } = await imported();
    await byHand(tightened);
    widened('{ handling: H3, restriction: ask first, tlp: CLEAR, audience: [TH, LA] }');
    expect(await run([row()])).toMatchObject({ imported: 1 });
    const strictest = { tlp: 'RED', handling: 'H3', restriction: 'ask first', audience: ['TH'] };
    expect(await held()).toMatchObject({ release: strictest });
    widened('{ handling: H0, tlp: CLEAR }');
    await run([row()]);
    expect(await held()).toMatchObject({ release: { tlp: 'RED', handling: 'H3', restriction: 'ask first' } });
  });

  test('never widens a case that was entered by hand under the id of its row', async () => {
    const entered = await imported();
    const record = await entered.held();
    const { data, stored, run } = dataFolder();
    const store = await data.openStore('VN');
    const { revision: _, ...body } = record ?? expect.fail('expected the case');
    await store.put([tightened(body)], BY);
    await store.close();
    await run([row({ Live: '9' })]);
    expect((await stored()).get(entered.id)).toMatchObject({ revision: 2, release: { tlp: 'RED', handling: 'H2' } });
  });
});
