import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveBackMemory } from '../../cli/give-back-memory.ts';

const LOOK_MS = 15_000;

/** A process that is looked at as often as there are entries, each the part of the time that it was busy. */
function atRest() {
  const own = { busy: 0, trimmed: 0, collected: 0 };
  const stop = giveBackMemory({
    busy: () => own.busy,
    trim() {
      own.trimmed += 1;
    },
    collect() {
      own.collected += 1;
    },
  });
  const look = (...busy: readonly number[]) => {
    for (const each of busy) {
      own.busy = each;
      vi.advanceTimersByTime(LOOK_MS);
    }
    return own.trimmed;
  };
  return { own, look, stop };
}

describe('a process', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const rest = [0.01, 0.04, 0, 0.02];

  it('gives memory back once it rested for a minute on end, and not before', () => {
    const { look, stop } = atRest();
    expect(look(...rest.slice(1))).toBe(0);
    expect(look(0.5, ...rest.slice(1))).toBe(0);
    expect(look(0)).toBe(1);
    stop();
  });

  it('does so again after each minute of rest', () => {
    const { look, stop } = atRest();
    expect(look(...rest, ...rest.slice(1))).toBe(1);
    expect(look(0)).toBe(2);
    expect(look(0.06, ...rest.slice(1))).toBe(2);
    stop();
  });

  it('collects everything once it rested for five minutes on end, and returns what that frees; once for each rest', () => {
    const { own, look, stop } = atRest();
    const looks = (count: number) => look(...Array.from({ length: count }, () => 0));
    looks(19);
    expect([own.trimmed, own.collected]).toEqual([4, 0]);
    looks(1);
    expect([own.trimmed, own.collected]).toEqual([4, 1]);
    looks(4);
    expect([own.trimmed, own.collected]).toEqual([5, 1]);
    looks(60);
    expect(own.collected).toBe(1);
    look(0.06);
    looks(20);
    expect(own.collected).toBe(2);
    stop();
  });

  it('is left alone once it ends', () => {
    const { look, stop } = atRest();
    stop();
    expect(look(...rest, ...rest)).toBe(0);
  });
});

describe('the process itself', () => {
  it('is found busy while it is, and at rest when it rests', () => {
    // Looked at through a clock that runs at once: the real one waits a minute.
    const program = `
      let look; globalThis.setInterval = (each) => { look = each; return { unref: () => 0 }; };
      let done = 0; const get = process.getBuiltinModule;
      process.getBuiltinModule = (name) => { if (name === 'node:ffi') done += 1; return get.call(process, name); };
      const { giveBackMemory } = await import(${JSON.stringify(join(import.meta.dirname, '../../cli/give-back-memory.ts'))});
      giveBackMemory();
      const rest = () => new Promise((ready) => setTimeout(ready, 50));
      const work = () => { const until = Date.now() + 50; while (Date.now() < until); };
      await rest(); look();
      for (let round = 0; round < 8; round += 1) { await rest(); work(); look(); }
      const busy = done;
      // A machine with much else to do makes a rest look busy now and then.
      for (let round = 0; round < 80 && done < 2; round += 1) { await rest(); look(); }
      process.stdout.write(JSON.stringify({ busy, rested: done }));`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual({ busy: 0, rested: 2 });
  }, 60_000);

  it('has less in use after, and no collector that its code could call', () => {
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
