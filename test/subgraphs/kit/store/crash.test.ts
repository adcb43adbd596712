import { expect, test } from 'vitest';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { temporaryFile } from '../temporary-folder.ts';
import { startWriter, until } from './writers.ts';

const SIZE = 20;

test('a writer killed at any moment loses nothing that it reported, and leaves no half of a put and no gap', async () => {
  const file = await temporaryFile('store.sqlite');
  const reported: string[] = [];
  for (let round = 0; round < 6; round++) {
    const writer = startWriter(file, `w${round}`, 1_000_000, SIZE);
    await until(() => writer.reported.length > 0 || writer.child.exitCode !== null);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    writer.child.kill('SIGKILL');
    expect(await writer.ended).toBe('');
    reported.push(...writer.reported.map((put) => `w${round}-${put}`));

    const store = await openCaseStore({ participant: 'VN', file });
    const ids = await store.ids();
    const held = Map.groupBy(
      ids.filter((id) => id !== 'VN-shared'),
      (id) => id.slice('VN-'.length, id.lastIndexOf('-')),
    );
    for (const put of reported) expect(held.get(put), `put ${put} was reported`).toHaveLength(SIZE);
    for (const [put, of] of held) expect(of, `put ${put} is whole`).toHaveLength(SIZE);

    const { changes, last } = await store.changes(0, 1_000_000);
    expect(changes.map((change) => change.change_number)).toEqual(
      Array.from({ length: last }, (_, index) => index + 1),
    );
    expect(changes.length).toBe(held.size * (SIZE + 1));
    expect(await store.cases(['VN-shared'])).toMatchObject([{ revision: held.size }]);
    await store.close();
  }
});
