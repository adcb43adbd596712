import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seedDemonstration } from '#subgraphs/demo/seed.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { byParticipant, records, roster } from './demonstration.ts';

/** A store in memory that counts, and can fail at the nth call of `put` over all stores. */
function memoryStores(failAt = Number.POSITIVE_INFINITY) {
  const held = new Map<string, Map<string, string>>();
  const events: string[] = [];
  let calls = 0;
  const openStore = async (participant: string) => {
    const own = held.get(participant) ?? new Map<string, string>();
    held.set(participant, own);
    events.push(`open ${participant}`);
    return {
      async put(batch: readonly CaseRecordInput[]) {
        if (++calls >= failAt) throw new Error('power cut');
        let created = 0;
        for (const record of batch) {
          if (!own.has(record.id)) created++;
          own.set(record.id, JSON.stringify(record));
        }
        return { created, updated: 0, unchanged: batch.length - created };
      },
      async close() {
        events.push(`close ${participant}`);
      },
    };
  };
  return { held, events, openStore };
}

describe('seeding', () => {
  test('puts every case into the store of its participant, then writes the campaign, and closes each store', async () => {
    const { held, events, openStore } = memoryStores();
    const written: string[] = [];
    const seeded = await seedDemonstration({
      roster,
      openStore,
      writeCampaign: (code, text) => {
        events.push(`campaign ${code}`);
        written.push(text);
      },
    });
    expect(seeded).toEqual({ created: records.length, updated: 0, unchanged: 0 });
    for (const [code, own] of byParticipant) expect(held.get(code)?.size).toBe(own.length);
    expect(events.filter((each) => each.startsWith('close'))).toHaveLength(byParticipant.size);
    expect(events.at(-1)).toBe('campaign OMD');
    expect(written[0]).toContain('code: OMD');
  });

  test('that is interrupted closes the store, writes no campaign, and completes when it is run again', async () => {
    const first = memoryStores(7);
    const campaigns: string[] = [];
    const writeCampaign = (code: string) => void campaigns.push(code);
    await expect(seedDemonstration({ roster, openStore: first.openStore, writeCampaign })).rejects.toThrow('power cut');
    expect(campaigns).toEqual([]);
    expect(first.events.filter((each) => each.startsWith('open'))).toHaveLength(
      first.events.filter((each) => each.startsWith('close')).length,
    );

    const again = memoryStores();
    for (const [code, own] of first.held) again.held.set(code, own);
    const seeded = await seedDemonstration({ roster, openStore: again.openStore, writeCampaign });
    expect(seeded.created + seeded.unchanged).toBe(records.length);
    expect(seeded.unchanged).toBeGreaterThan(0);
    expect(campaigns).toEqual(['OMD']);
    expect([...again.held.values()].reduce((all, own) => all + own.size, 0)).toBe(records.length);
  });

  test('into real stores is quick, and changes nothing when it is run again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'demonstration-'));
    try {
      const seed = () =>
        seedDemonstration({
          roster,
          openStore: (participant) => openCaseStore({ participant, file: join(folder, `${participant}.sqlite`) }),
          writeCampaign: () => undefined,
        });
      const started = performance.now();
      expect(await seed()).toEqual({ created: records.length, updated: 0, unchanged: 0 });
      expect(performance.now() - started).toBeLessThan(20_000);
      expect(await seed()).toEqual({ created: 0, updated: 0, unchanged: records.length });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
