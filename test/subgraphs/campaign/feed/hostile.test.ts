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

/** What the others have goes on being read. */
async function othersGoOn(): Promise<void> {
  th.entries.push(changed('TH-2'));
  await until(held, (now) => 'TH-2' in now);
}

describe('a hostile feed', () => {
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
