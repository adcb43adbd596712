import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OFFICER } from '../../signing.ts';
import { changed, gone, returned } from '../entries.ts';
import { type FeedServer, pageOf, serveFeed } from '../feed-server.ts';
import { type HubFolder, hubFolder, type TestHub, until } from '../hub-folder.ts';

const OPERATOR = { ...OFFICER, scopes: ['case:read', 'operations:read'] };

let folder: HubFolder;
let hub: TestHub;
let vn: FeedServer;
let th: FeedServer;
beforeEach(async () => {
  folder = hubFolder({ page: 10 });
  vn = await serveFeed();
  th = await serveFeed([changed('TH-1')]);
  folder.addresses({ VN: vn.url, TH: th.url });
});
afterEach(async () => {
  await hub.close();
  await Promise.all([vn.close(), th.close()]);
  folder.remove();
});

const cases = (count: number, participant = 'VN') =>
  Array.from({ length: count }, (_, number) => changed(`${participant}-${number}`));
const held = async () => {
  const { phase } = await hub.ask('{ phase(id: "OMD-5") { cases(first: 1000) { nodes { id revision } } } }');
  return Object.fromEntries(
    phase.cases.nodes.map(({ id, revision }: { id: string; revision: number }) => [id, revision]),
  );
};
/** Rows of a table as another process sees them. */
const rows = (sql: string) => {
  const database = new DatabaseSync(join(folder.folder, 'hub.sqlite'), { readOnly: true });
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
};

describe('reading a feed', () => {
  it('takes cases of a participant that does not know statistical returns yet, and returns once it does', async () => {
    let upgraded = false;
    vn.entries = cases(3);
    vn.answer = ({ query }) => {
      if (!query.includes('returns')) return undefined;
      if (upgraded)
        return { data: { caseFeed: { cursor: 'A:4', more: false, entries: [], returns: [returned('VN-R.1')] } } };
      const message = 'Cannot query field "returns" on type "CaseFeed".';
      return { errors: [{ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] };
    };
    hub = await folder.start();
    await until(
      () => hub.count(),
      (count) => count === 4,
    );
    upgraded = true;
    await until(
      async () =>
        (await hub.ask('{ phase(id: "OMD-5") { statistics { caseCount returns { events } } } }')).phase.statistics,
      ({ returns }) => returns.length === 1,
    );
  });

  it('goes page by page to its end, and on from there', async () => {
    vn.entries = cases(25);
    hub = await folder.start();
    await until(
      () => hub.count(),
      (count) => count === 26,
    );
    expect(vn.asked.slice(0, 3).map(({ after, first }) => [after, first])).toEqual([
      [null, 10],
      ['A:10', 10],
      ['A:20', 10],
    ]);
    vn.entries.push(changed('VN-0', { revision: 2 }), gone('VN-1', 2));
    await until(
      () => hub.count(),
      (count) => count === 25,
    );
    expect(await held()).toMatchObject({ 'VN-0': 2, 'VN-2': 1 });
    expect(await hub.stateOf('VN')).toBe('CURRENT');
    expect(vn.asked.filter(({ after }) => after === null)).toHaveLength(1);
  });

  it('goes on from its cursor after a restart', async () => {
    vn.entries = cases(25);
    hub = await folder.start();
    await until(
      () => hub.count(),
      (count) => count === 26,
    );
    await hub.close();
    vn.asked.length = 0;
    vn.entries.push(changed('VN-25'));
    hub = await folder.start();
    await until(
      () => hub.count(),
      (count) => count === 27,
    );
    expect(vn.asked[0]?.after).toBe('A:25');
  });

  it('begins anew where the store knows the cursor no more, and drops what the new store does not have', async () => {
    vn.entries = [changed('VN-1', { revision: 4 }), changed('VN-2'), changed('VN-3')];
    hub = await folder.start();
    await until(
      () => hub.count(),
      (count) => count === 4,
    );
    vn.store = 'B';
    vn.entries = [changed('VN-1'), changed('VN-3'), changed('VN-4')];
    expect(await until(held, (now) => 'VN-4' in now && !('VN-2' in now))).toEqual({
      'VN-1': 1,
      'VN-3': 1,
      'VN-4': 1,
      'TH-1': 1,
    });
    expect(
      await until(
        () => hub.stateOf('VN'),
        (state) => state === 'CURRENT',
      ),
    ).toBe('CURRENT');
  });

  it('ends reading anew after a restart in its middle, even where the last page is empty', async () => {
    vn.entries = cases(20);
    hub = await folder.start();
    await until(
      () => hub.count(),
      (count) => count === 21,
    );
    // The new store has half of the cases, and falls silent before its end.
    vn.store = 'B';
    vn.entries = cases(10);
    vn.answer = ({ after }) => {
      if (after?.startsWith('A')) return undefined;
      return after === null ? pageOf('B:10', true, cases(10)) : (response) => void response.destroy();
    };
    await until(
      () => vn.asked.at(-1)?.after,
      (after) => after === 'B:10',
    );
    await until(
      () => rows("select cursor from feed where participant = 'VN'"),
      ([row]) => row?.cursor === 'B:10',
    );
    expect(await hub.count()).toBe(21);
    await hub.close();
    vn.answer = undefined;
    hub = await folder.start();
    await until(
      () => hub.count(),
      (count) => count === 11,
    );
    expect(rows("select rereading from feed where participant = 'VN'")).toEqual([{ rereading: 0 }]);
  });
});

describe('a participant that is down', () => {
  it('is unreachable, is tried again, and is current once it is back', async () => {
    hub = await folder.start();
    await until(
      () => hub.stateOf('TH'),
      (state) => state === 'CURRENT',
    );
    const port = Number(new URL(th.url).port);
    await th.close();
    await until(
      () => hub.stateOf('TH'),
      (state) => state === 'UNREACHABLE',
    );
    expect(await hub.count()).toBe(1);
    const { participant } = await hub.ask(
      '{ participant(code: "TH") { feed { state lastSeen cases cursor } } }',
      {},
      OPERATOR,
    );
    expect(participant.feed).toMatchObject({ state: 'UNREACHABLE', cases: 1, cursor: 'A:1' });
    expect(Date.now() - Date.parse(participant.feed.lastSeen)).toBeLessThan(60_000);
    th = await serveFeed([changed('TH-1'), changed('TH-2')], port);
    await until(
      () => hub.count(),
      (count) => count === 2,
    );
    await until(
      () => hub.stateOf('TH'),
      (state) => state === 'CURRENT',
    );
  });

  it('is tried at once where its address changes, however long the back-off has grown', async () => {
    folder.remove();
    folder = hubFolder({ interval: '20s' });
    folder.addresses({ VN: vn.url, TH: 'http://127.0.0.1:9/graphql' });
    hub = await folder.start();
    await until(
      () => hub.stateOf('TH'),
      (state) => state === 'UNREACHABLE',
    );
    folder.addresses({ VN: vn.url, TH: th.url });
    // The next try would be 20 s away or more.
    await until(
      () => hub.count(),
      (count) => count === 1,
      4_000,
    );
    folder.addresses({ VN: vn.url });
    await until(
      () => hub.stateOf('TH'),
      (state) => state === 'UNREACHABLE',
      4_000,
    );
  });

  it('costs a clean start nothing: every query is answered while nobody is up', async () => {
    await Promise.all([vn.close(), th.close()]);
    hub = await folder.start();
    const answer = await hub.ask(`{
      campaigns { code name coInitiators { code } supporters { code } phases { id participants { code }
        statistics { caseCount coverage { participant { code } state } } cases { totalCount nodes { id } } } }
      participants { code feed { state lastSeen } } case(id: "VN-1") { id } }`);
    expect(answer.campaigns[0]).toMatchObject({
      code: 'OMD',
      coInitiators: [{ code: 'VN' }],
      supporters: [{ code: 'UNODC' }],
    });
    expect(answer.campaigns[0].phases.map(({ id }: { id: string }) => id)).toEqual(['OMD-4', 'OMD-5', 'OMD-8']);
    expect(answer.participants.map(({ code }: { code: string }) => code)).toEqual(['LA', 'TH', 'UNODC', 'VN']);
    expect(answer.participants.at(2).feed).toBeNull();
    expect(answer.case).toBeNull();
    vn = await serveFeed();
    th = await serveFeed();
  });
});
