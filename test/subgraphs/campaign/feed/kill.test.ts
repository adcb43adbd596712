// The hub is killed (SIGKILL) at random moments while it reads 10,000 cases, and started again each time. At the end the
// index is the feed: nothing lost, nothing doubled, and the history of each case is one line.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseEntry } from '#subgraphs/campaign/feed/entry.ts';
import { askable, type HubFolder, hubFolder, until } from '../hub-folder.ts';
import { type RealParticipant, recordOf, startRealParticipant } from '../real-participant.ts';

const CASES = 10_000;
const KILLS = 20;
const HUB = fileURLToPath(new URL('../hub-process.ts', import.meta.url));

let folder: HubFolder;
let vn: RealParticipant;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  // Small pages, so that the whole takes long enough to be killed in.
  folder = hubFolder({ page: 50, interval: '50ms', timeout: '10s' });
  vn = await startRealParticipant(folder.folder, 'VN');
  folder.addresses({ VN: vn.url });
  const numbers = Array.from({ length: CASES }, (_, number) => number);
  for (let start = 0; start < CASES; start += 1_000) {
    await vn.store.put(
      numbers.slice(start, start + 1_000).map((number) => recordOf('VN', number)),
      { by: 'test' },
    );
    // Some of them changed, some gone, some back again, in the midst of the rest.
    const some = numbers.slice(start, start + 150);
    await vn.store.put(
      some.map((number) => recordOf('VN', number, 2)),
      { by: 'test' },
    );
    await vn.store.remove(
      some.slice(0, 40).map((number) => `VN-${number}`),
      { by: 'test' },
    );
    await vn.store.put(
      some.slice(0, 20).map((number) => recordOf('VN', number, 3)),
      { by: 'test' },
    );
  }
}, 120_000);
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await vn?.close();
  folder?.remove();
});

interface Hub {
  readonly child: ChildProcess;
  /** Its address, once it is ready. */
  readonly ready: Promise<string>;
  kill(): Promise<void>;
}

function spawnHub(): Hub {
  const child = spawn(process.execPath, [HUB, folder.config], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const ended = once(child, 'exit').then(() => running.delete(child));
  const ready = new Promise<string>((resolve) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const url = /^ready (\S+)\n/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  return {
    child,
    ready,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function query(sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(folder.folder, 'hub.sqlite'));
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

const cursorHeld = () => {
  try {
    return query("select cursor from feed where participant = 'VN'")[0]?.cursor;
  } catch {
    // Killed before its tables were there.
    return undefined;
  }
};

/** Number of the last change that the hub has read. */
function changesRead(): number {
  const cursor = cursorHeld();
  return typeof cursor === 'string' ? Number(Buffer.from(cursor, 'base64url').toString('utf8').split(':')[1]) : 0;
}

/** What the feed says at its end, by case id. */
function lastWords(entries: readonly CaseEntry[]): Map<string, Exclude<CaseEntry, { deleted: true }>> {
  const last = new Map<string, Exclude<CaseEntry, { deleted: true }>>();
  for (const entry of entries) {
    if (entry.deleted) last.delete(entry.caseId);
    else last.set(entry.caseId, entry);
  }
  return last;
}

describe('a hub that is killed at any moment of its reading', () => {
  it(`holds, after ${KILLS} times, what the feed of ${CASES} cases says, and nothing else`, async () => {
    let inside = 0;
    const reached = new Set<number>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const hub = spawnHub();
      // Some while it still starts, most while it reads.
      if (kill % 5 === 0) await sleep(100 + Math.random() * 500);
      else {
        await hub.ready;
        await sleep(Math.random() * 200);
      }
      await hub.kill();
      // The owner goes on meanwhile.
      const number = 5_000 + kill;
      await vn.store.put([recordOf('VN', number, 10 + kill)], { by: 'test' });
      await vn.store.remove([`VN-${7_000 + kill}`], { by: 'test' });
      const { last } = await vn.store.changes(0, 1);
      const read = changesRead();
      reached.add(read);
      // More than what was written since the kill is still unread.
      if (last - read > 2) inside += 1;
    }
    // Killed before the end, and at many places.
    expect(inside).toBeGreaterThanOrEqual(KILLS - 2);
    expect(reached.size).toBeGreaterThanOrEqual(KILLS / 2);

    const hub = spawnHub();
    const over = askable({ url: await hub.ready, close: () => hub.kill() });
    const { cursor, entries } = await vn.feed();
    await until(cursorHeld, (held) => held === cursor, 60_000);
    const expected = lastWords(entries);
    expect(expected.size).toBeGreaterThan(9_500);
    const { campaign } = await over.ask(`{ campaign(code: "OMD") {
      cases { totalCount } statistics { caseCount byTaxon { cases } byDrug { cases } } } }`);
    expect(campaign.cases.totalCount).toBe(expected.size);
    expect(campaign.statistics.caseCount).toBe(expected.size);
    expect(campaign.statistics.byTaxon[0].cases + campaign.statistics.byDrug[0].cases).toBe(expected.size);
    await hub.kill();

    expectHeads(expected);
    expectFacts(expected);
    expectHistory(expected);
    expect(query('select * from reject')).toEqual([]);
  }, 120_000);
});

/** Heads are, field for field, what the feed last said. */
function expectHeads(expected: ReturnType<typeof lastWords>): void {
  const heads =
    query(`select id, revision, reference, phase, kind, form, seized_in, origin, destination, via, mode, kilograms
    from head order by id`);
  const said = [...expected.values()].map(({ caseId, revision, head, facts }) => ({
    id: caseId,
    revision,
    reference: head.reference,
    phase: head.phase,
    kind: head.kind,
    form: head.form,
    seized_in: head.seizedIn,
    origin: facts.origin,
    destination: facts.destination,
    via: JSON.stringify(facts.transit),
    mode: facts.mode,
    kilograms: facts.kilograms,
  }));
  expect(heads).toEqual(said.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
}

/** Every head has its facts once, and who may know of it. */
function expectFacts(expected: ReturnType<typeof lastWords>): void {
  const facts = query(`select h.id, group_concat(d.drug) as drug, group_concat(t.taxon) as taxon,
      (select sum(value) from fact_quantity q where q.state = h.state) as total,
      (select count(*) from fact_quantity q where q.state = h.state) as quantities,
      (select count(*) from fact_country c where c.state = h.state) as countries,
      (select count(*) from visible_to v where v.id = h.id) as readers
    from head h left join fact_drug d on d.state = h.state left join fact_taxon t on t.state = h.state
    group by h.id order by h.id`);
  const said = [...expected.values()].map(({ caseId, facts: { drugs, taxa, quantities }, visibleTo }) => ({
    id: caseId,
    drug: drugs[0] ?? null,
    taxon: taxa[0] ?? null,
    total: quantities[0]?.value,
    quantities: 1,
    countries: 3,
    readers: visibleTo.participants.length,
  }));
  expect(facts).toEqual(said.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
}

/** States of a case follow each other, by revision and in time; the last is open just where the case is there. */
function expectHistory(expected: ReturnType<typeof lastWords>): void {
  const states = query('select id, revision, recorded_from, recorded_to from head_history order by id, state');
  const faults: string[] = [];
  const open = new Map<unknown, unknown>();
  let before: Record<string, unknown> | undefined;
  for (const state of states) {
    const same = before?.id === state.id ? before : undefined;
    if (String(state.recorded_from) > String(state.recorded_to))
      faults.push(`${String(state.id)}: ends before it begins`);
    if (same && Number(same.revision) >= Number(state.revision)) faults.push(`${String(state.id)}: revisions go back`);
    if (same && String(same.recorded_to) > String(state.recorded_from)) faults.push(`${String(state.id)}: two at once`);
    if (String(state.recorded_to).startsWith('9999')) open.set(state.id, state.revision);
    before = state;
  }
  expect(faults).toEqual([]);
  expect(open).toEqual(new Map([...open.keys()].map((id) => [id, expected.get(String(id))?.revision])));
  expect(open.size).toBe(expected.size);
}
