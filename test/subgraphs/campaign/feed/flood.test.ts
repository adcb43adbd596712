import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changed } from '../entries.ts';
import { type FeedServer, pageOf, serveFeed } from '../feed-server.ts';
import { type HubFolder, hubFolder, OMD_FILE, type TestHub, until } from '../hub-folder.ts';

let folder: HubFolder;
let hub: TestHub;
let vn: FeedServer;
beforeEach(async () => {
  folder = hubFolder({ page: 1_000 });
  vn = await serveFeed();
  folder.addresses({ VN: vn.url });
});
afterEach(async () => {
  await hub.close();
  await vn.close();
  folder.remove();
});

const row = (sql: string) => {
  const database = new DatabaseSync(join(folder.folder, 'hub.sqlite'), { readOnly: true });
  try {
    return { ...database.prepare(sql).get() };
  } finally {
    database.close();
  }
};
const kept = () =>
  row('select count(*) as entries, coalesce(sum(octet_length(entry)), 0) as bytes from reject') as {
    entries: number;
    bytes: number;
  };

/** Endless pages of entries that cannot be taken, each another. */
function flood(text: string, page: number): void {
  let number = 0;
  vn.answer = () => {
    const entries = Array.from({ length: page }, () => {
      number += 1;
      const entry = changed(`VN-${number}`, { head: { provenance: { source: text, compiledBy: null, url: null } } });
      return { ...entry, revision: 0 };
    });
    return pageOf(`c${number}`, true, entries);
  };
}

describe('a feed of entries that cannot be taken', () => {
  it('fills no disk: of its rejects so many are kept, the rest is counted and told', async () => {
    flood('x', 1_000);
    hub = await folder.start();
    await until(
      () => vn.asked.length,
      (number) => number >= 5,
    );
    await until(
      async () => (await hub.health()).feeds.find(({ participant }) => participant === 'VN')?.rejectsDropped ?? 0,
      (dropped) => dropped >= 1_000,
    );
    expect(kept().entries).toBe(2_000);
    expect(folder.log.some(({ fields }) => Number(fields.dropped) > 0)).toBe(true);
  });

  it('is bounded in bytes too', async () => {
    flood('é'.repeat(4_000), 800);
    hub = await folder.start();
    await until(
      async () => (await hub.health()).feeds.find(({ participant }) => participant === 'VN')?.rejectsDropped ?? 0,
      (dropped) => dropped > 0,
    );
    expect(kept().bytes).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(kept().entries).toBeLessThan(2_000);
  });

  it('is asked ever more seldom, though it answers', async () => {
    const times: number[] = [];
    flood('x', 1_000);
    const { answer } = vn;
    vn.answer = (asked) => {
      times.push(Date.now());
      return answer?.(asked);
    };
    hub = await folder.start();
    await until(
      () => times.length,
      (number) => number >= 7,
      20_000,
    );
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    // Four doublings of 20 ms, less the jitter.
    expect(Math.max(...pauses.slice(4))).toBeGreaterThan(160);
  }, 30_000);
});

describe('entries that wait for a phase, more than are kept', () => {
  it('are read again from the feed once the phase is there', async () => {
    const head = { phase: 'PANGOLIN-2016' };
    vn.entries = Array.from({ length: 2_300 }, (_, number) => changed(`VN-${number}`, { head }));
    hub = await folder.start();
    await until(
      () => hub.stateOf('VN'),
      (state) => state === 'CURRENT',
    );
    expect(kept().entries).toBe(2_000);
    folder.campaign('PANGOLIN', {
      ...OMD_FILE,
      code: 'PANGOLIN',
      phases: [{ number: 2016, name: '2016', startsOn: '2016-01-01', participants: ['VN'] }],
    });
    await until(
      async () => (await hub.ask('{ phase(id: "PANGOLIN-2016") { cases { totalCount } } }')).phase?.cases.totalCount,
      (count) => count === 2_300,
      20_000,
    );
    await until(
      () => kept().entries,
      (entries) => entries === 0,
    );
  }, 30_000);
});
