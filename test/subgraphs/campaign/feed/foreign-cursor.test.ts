import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changed } from '../entries.ts';
import { type FeedServer, pageOf, serveFeed } from '../feed-server.ts';
import { type HubFolder, hubFolder, type TestHub, until } from '../hub-folder.ts';

let folder: HubFolder;
let hub: TestHub;
let vn: FeedServer;
beforeEach(async () => {
  folder = hubFolder({ page: 10 });
  vn = await serveFeed(Array.from({ length: 25 }, (_, number) => changed(`VN-${number}`)));
  folder.addresses({ VN: vn.url });
});
afterEach(async () => {
  await hub.close();
  await vn.close();
  folder.remove();
});

const held = async () => {
  const { phase } = await hub.ask('{ phase(id: "OMD-5") { cases(first: 1000) { nodes { id revision kind } } } }');
  const rows = phase.cases.nodes.map(({ id, revision, kind }: Record<string, string>) => `${id}/${revision}/${kind}`);
  return rows.toSorted() as string[];
};
const honest = () => Array.from({ length: 25 }, (_, number) => `VN-${number}/1/DRUG`).toSorted();
const refusal = (code: string) => ({ errors: [{ message: 'No.', extensions: { code } }], data: null });

describe('a cursor that another server gave', () => {
  it.each(['CURSOR_UNKNOWN', 'BAD_USER_INPUT'])(
    'and that the feed answers with %s has the feed read from its start, and what was forged is gone',
    async (code) => {
      vn.answer = () =>
        pageOf('c113', false, [
          changed('VN-0', { revision: 2_147_483_647, head: { kind: 'TIMBER' } }),
          changed('VN-forged', { revision: 9 }),
        ]);
      hub = await folder.start();
      await until(held, (now) => now.includes('VN-forged/9/DRUG'));
      vn.answer = ({ after }) => (after?.startsWith('c') ? refusal(code) : undefined);
      expect(await until(held, (now) => now.length === 25)).toEqual(honest());
      await until(
        () => hub.stateOf('VN'),
        (state) => state === 'CURRENT',
      );
    },
  );

  it('begins one reading from the start at a time, however often the feed refuses', async () => {
    hub = await folder.start();
    await until(held, (now) => now.length === 25);
    vn.asked.length = 0;
    vn.answer = () => refusal('BAD_USER_INPUT');
    await until(
      () => vn.asked.length,
      (number) => number >= 5,
    );
    // The first is refused and the feed read from its start; that is refused too and stays so.
    expect(vn.asked.slice(1, 5).map(({ after }) => after)).toEqual([null, null, null, null]);
    expect(await held()).toEqual(honest());
    vn.answer = undefined;
    await until(
      () => hub.stateOf('VN'),
      (state) => state === 'CURRENT',
    );
    expect(await held()).toEqual(honest());
  });

  it.each([['c\u202e1'], ['c\n1'], ['é'], ['x'.repeat(1_001)], ['']])('is not taken where it is %j', async (cursor) => {
    vn.answer = () => pageOf(cursor, false, [changed('VN-forged')]);
    hub = await folder.start();
    await until(
      () => hub.stateOf('VN'),
      (state) => state === 'LATE',
    );
    await until(
      () => folder.log,
      (log) => log.some(({ message }) => message === 'The feed cannot be read'),
    );
    expect(await held()).toEqual([]);
  });
});
