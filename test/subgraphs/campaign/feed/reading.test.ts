import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changed, gone } from '../entries.ts';
import { type FeedServer, pageOf, serveFeed } from '../feed-server.ts';
import { type HubFolder, hubFolder, type TestHub, until } from '../hub-folder.ts';

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
    const { participant } = await hub.ask('{ participant(code: "TH") { feed { state lastSeen cases cursor } } }');
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

describe('a hostile feed', () => {
  /** What the others have goes on being read. */
  const othersGoOn = async () => {
    th.entries.push(changed('TH-2'));
    await until(held, (now) => 'TH-2' in now);
  };

  it("gives only its own cases: others' ids, unknown fields and fields above N0 are kept apart, with the rest taken", async () => {
    const entry = changed('VN-5');
    vn.entries = [
      changed('TH-1', { revision: 9, head: { kind: 'TIMBER' } }),
      gone('TH-1', 9),
      { ...changed('VN-2'), suspects: [{ name: 'N. N.' }] },
      { ...entry, head: { ...entry.head, seizedOn: '2023-05-17' } },
      { caseId: 7 },
      'nonsense',
      changed('VN-1'),
    ];
    hub = await folder.start();
    await until(
      () => hub.count(),
      (count) => count === 2,
    );
    expect(await held()).toEqual({ 'VN-1': 1, 'TH-1': 1 });
    expect(rows('select participant, case_id from reject order by case_id')).toHaveLength(6);
    expect(JSON.stringify(rows('select entry from reject'))).not.toMatch(/N\. N\.|2023-05-17/);
    expect(
      await until(
        () => hub.stateOf('VN'),
        (state) => state === 'CURRENT',
      ),
    ).toBe('CURRENT');
    await othersGoOn();
  });

  it.each([
    ['the same cursor with more behind it', () => pageOf('A:0', true, [changed('VN-1')])],
    ['no entries with more behind them', ({ after }: { after: string | null }) => pageOf(`${after}.`, true, [])],
    [
      'cursors that go round',
      ({ after }: { after: string | null }) => pageOf(after === 'one' ? 'two' : 'one', true, [changed('VN-1')]),
    ],
    ['more entries than were asked for', () => pageOf('x', false, cases(11))],
    ['an answer too long to be a page', () => pageOf('x', false, ['x'.repeat(17 * 1024 * 1024)])],
    ['no page', () => ({ data: { caseFeed: null } })],
    ['a page of wrong types', () => pageOf(7, 'no', {})],
    ['a page with more fields', () => ({ data: { caseFeed: { cursor: 'x', more: false, entries: [], sealed: 1 } } })],
    ['an error', () => ({ errors: [{ message: 'No.' }], data: null })],
    [
      'an unknown cursor where none was given',
      () => ({ errors: [{ message: 'x', extensions: { code: 'CURSOR_UNKNOWN' } }] }),
    ],
  ])('that answers %s is late, and is read again once it behaves', async (_, answer) => {
    vn.answer = answer;
    hub = await folder.start();
    await until(
      () => hub.stateOf('VN'),
      (state) => state === 'LATE',
    );
    await until(
      () => folder.log,
      (log) => log.some(({ message }) => message === 'The feed cannot be read'),
    );
    await othersGoOn();
    expect(await hub.stateOf('VN')).toBe('LATE');
    vn.answer = undefined;
    vn.store = 'C';
    vn.entries = [changed('VN-7')];
    await until(held, (now) => 'VN-7' in now, 12_000);
    expect(await held()).not.toHaveProperty('VN-0');
  });

  it('is asked ever more seldom', async () => {
    const times: number[] = [];
    vn.answer = () => {
      times.push(Date.now());
      return pageOf('x', true, []);
    };
    hub = await folder.start();
    await until(
      () => times.length,
      (number) => number >= 6,
    );
    // At the pace of good readings it would be 20 ms, at that of the fifth failure it is 320 to 640.
    expect((times[5] ?? 0) - (times[4] ?? 0)).toBeGreaterThan(250);
  });

  it.each([
    ['with 500 and a page of HTML', { status: 500, body: '<html><body>Bad gateway</body></html>' }],
    ['with 200 and no JSON', { status: 200, body: 'hello' }],
    ['with JSON that is no answer', { status: 200, body: '[1,2]' }],
  ])('that answers %s is unreachable', async (_, { status, body }) => {
    vn.answer = () => (response) => void response.writeHead(status).end(body);
    hub = await folder.start();
    await until(
      () => hub.stateOf('VN'),
      (state) => state === 'UNREACHABLE',
    );
    await othersGoOn();
  });

  it('that never ends its answer is given up after the time allowed, and holds nobody up', async () => {
    vn.answer = () => (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    };
    hub = await folder.start();
    await othersGoOn();
    await until(
      () => hub.stateOf('VN'),
      (state) => state === 'UNREACHABLE',
      4_000,
    );
    const begun = Date.now();
    await hub.close();
    expect(Date.now() - begun).toBeLessThan(3_000);
  });

  it('does not see its address in what the hub answers', async () => {
    await vn.close();
    hub = await folder.start();
    await until(
      () => hub.stateOf('VN'),
      (state) => state === 'UNREACHABLE',
    );
    const answer = JSON.stringify([await hub.health(), await hub.ask('{ participants { code feed { state } } }')]);
    expect(answer).not.toContain(new URL(vn.url).port);
    vn = await serveFeed();
  });
});
