import { expect, onTestFinished, test } from 'vitest';
import { createReleaseEngine } from '#subgraphs/kit/decision/index.ts';
import { readFeedPage } from '#subgraphs/kit/feed/page.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { startWriter, until } from '../store/writers.ts';
import { temporaryFile } from '../temporary-folder.ts';

const { visibleTo } = createReleaseEngine();

const PUTS = 40;
const SIZE = 5;

test('a reader that follows two processes writing at once meets every change once and in order', async () => {
  const file = await temporaryFile('store.sqlite');
  const store = await openCaseStore({ participant: 'VN', file });
  onTestFinished(() => store.close());
  const writers = ['one', 'two'].map((name) => startWriter(file, name, PUTS, SIZE));

  const seen: string[] = [];
  let cursor: string | undefined;
  let met = 0;
  await until(async () => {
    const running = writers.some((writer) => writer.child.exitCode === null);
    const page = await readFeedPage(store, visibleTo, { after: cursor, first: 7 });
    // Met while both wrote, not read at the end from a store at rest.
    if (running && page.entries.length > 0) met += 1;
    seen.push(...page.entries.map(({ caseId, revision }) => `${caseId}/${revision}`));
    cursor = page.cursor;
    return !running && !page.more;
  });

  expect(await Promise.all(writers.map((writer) => writer.ended))).toEqual(['', '']);
  expect(met).toBeGreaterThan(5);
  const { changes, last } = await store.changes(0, 100_000);
  expect(last).toBe(2 * PUTS * (SIZE + 1));
  expect(seen).toEqual(changes.map((change) => `${change.case_id}/${change.revision}`));
  expect(new Set(seen).size).toBe(last);
  const shared = seen.filter((each) => each.startsWith('VN-shared/'));
  expect(shared).toEqual(Array.from({ length: 2 * PUTS }, (_, index) => `VN-shared/${index + 1}`));
  const dates = changes.map((change) => change.changed_at);
  expect(dates).toEqual(dates.toSorted());
});
