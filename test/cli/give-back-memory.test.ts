import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveBackMemory } from '../../cli/give-back-memory.ts';

const LOOK_MS = 15_000;

/** A process that is looked at as often as there are entries, each the part of the time that it was busy. */
function at(resident: number) {
  const own = { busy: 0, resident, after: 100, collected: 0, trimmed: 0 };
  const stop = giveBackMemory({
    busy: () => own.busy,
    resident: () => own.resident,
    collect() {
      own.collected += 1;
      own.resident = own.after;
    },
    trim() {
      own.trimmed += 1;
    },
  });
  const look = (...busy: readonly number[]) => {
    for (const each of busy) {
      own.busy = each;
      vi.advanceTimersByTime(LOOK_MS);
    }
    return own.collected;
  };
  return { own, look, stop };
}

describe('a process', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const rest = [0.01, 0.04, 0, 0, 0.02, 0, 0.01, 0.04];

  it('gives memory back once it rested for two minutes on end, and not before', () => {
    const { look, stop } = at(500);
    expect(look(...rest.slice(1))).toBe(0);
    expect(look(0.5, ...rest.slice(1))).toBe(0);
    expect(look(0)).toBe(1);
    stop();
  });

  it('does so again only where it has grown by a tenth since', () => {
    const { own, look, stop } = at(500);
    expect(look(...rest)).toBe(1);
    own.resident = 109;
    expect(look(...rest, ...rest)).toBe(1);
    own.resident = 111;
    expect(look(0)).toBe(2);
    own.resident = 500;
    expect(look(...rest.slice(1))).toBe(2);
    expect(look(0)).toBe(3);
    stop();
  });

  it('has grown against the least that it held since, as V8 goes on giving back', () => {
    const { own, look, stop } = at(500);
    expect(look(...rest)).toBe(1);
    own.resident = 60;
    expect(look(...rest)).toBe(1);
    own.resident = 70;
    expect(look(0)).toBe(2);
    stop();
  });

  it('returns what that freed at the next look, once', () => {
    const { own, look, stop } = at(500);
    look(...rest);
    expect(own.trimmed).toBe(0);
    look(0.9);
    expect(own.trimmed).toBe(1);
    look(...rest);
    expect([own.trimmed, own.collected]).toEqual([1, 1]);
    stop();
  });

  it('is left alone once it ends', () => {
    const { look, stop } = at(500);
    stop();
    expect(look(...rest, ...rest)).toBe(0);
  });
});

describe('the process itself', () => {
  it('has less in use after, and no collector that its code could call', () => {
    // Looked at through clocks that run at once: the real one waits two minutes.
    const program = `
      let look; globalThis.setInterval = (each) => { look = each; return { unref: () => 0 }; };
      const { giveBackMemory } = await import(${JSON.stringify(join(import.meta.dirname, '../../cli/give-back-memory.ts'))});
      giveBackMemory();
      let held = Array.from({ length: 400000 }, (_, index) => ({ index, text: 'x' + index }));
      await new Promise((done) => setTimeout(done, 50));
      const before = process.memoryUsage().heapUsed; held = undefined;
      const isFreed = () => before - process.memoryUsage().heapUsed > 10_000_000;
      for (let round = 0; round < 300 && !isFreed(); round += 1) { await new Promise((done) => setTimeout(done, 100)); look(); }
      console.log(JSON.stringify({ before, after: process.memoryUsage().heapUsed, gc: typeof globalThis.gc }));`;
    // V8 itself would look for garbage within some seconds of rest.
    const own = ['--no-memory-reducer', '--input-type=module', '-e', program];
    const said = execFileSync(process.execPath, own, { encoding: 'utf8' });
    const { before, after, gc } = JSON.parse(said) as { before: number; after: number; gc: string };
    expect(gc).toBe('undefined');
    expect(before - after).toBeGreaterThan(10_000_000);
  }, 60_000);
});
