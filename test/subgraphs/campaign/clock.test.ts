import { describe, expect, it } from 'vitest';
import { HubClock } from '#subgraphs/campaign/clock.ts';

describe('the clock of the hub', () => {
  it('records later than it ever answered or recorded, even while the machine clock stands still', () => {
    const clock = new HubClock(0, () => 1_000);
    expect(clock.latest().getTime()).toBe(1_000);
    const first = clock.begin();
    expect(first.at.getTime()).toBe(1_001);
    first.end();
    expect(clock.begin().at.getTime()).toBe(1_002);
  });

  it('goes on behind what was recorded before a restart, even where the machine clock was set back', () => {
    expect(new HubClock(5_000, () => 1_000).begin().at.getTime()).toBe(5_001);
  });

  it('answers for an instant before a change that is still being written', () => {
    const clock = new HubClock(0, () => 1_000);
    const writing = clock.begin();
    expect(clock.latest().getTime()).toBe(writing.at.getTime() - 1);
    writing.end();
    expect(clock.latest().getTime()).toBe(writing.at.getTime());
  });

  it('waits for what is being written before it answers as of now', async () => {
    const clock = new HubClock(0, () => 1_000);
    const writing = clock.begin();
    let reached = false;
    const waiting = clock.reached(writing.at).then((passed) => {
      reached = true;
      return passed;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(reached).toBe(false);
    writing.end();
    expect(await waiting).toBe(true);
  });

  it('records nothing any more at or before an instant that was asked for', async () => {
    let now = 1_000;
    const clock = new HubClock(0, () => now);
    expect(await clock.reached(new Date(1_000))).toBe(true);
    now = 999;
    expect(clock.begin().at.getTime()).toBeGreaterThan(1_000);
  });

  it('does not answer for an instant to come', async () => {
    expect(await new HubClock(0, () => 1_000).reached(new Date(1_001))).toBe(false);
  });
});
