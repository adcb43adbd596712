import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveBackMemory } from '../../cli/give-back-memory.ts';

const LOOK_MS = 15_000;

/** A process that is looked at as often as there are entries, each the part of the time that it was busy. */
function atRest() {
  const own = { busy: 0, trimmed: 0 };
  const stop = giveBackMemory({
    busy: () => own.busy,
    trim() {
      own.trimmed += 1;
    },
  });
  const look = (...busy: readonly number[]) => {
    for (const each of busy) {
      own.busy = each;
      vi.advanceTimersByTime(LOOK_MS);
    }
    return own.trimmed;
  };
  return { look, stop };
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
      for (let round = 0; round < 8; round += 1) { await rest(); look(); }
      process.stdout.write(JSON.stringify({ busy, rested: done }));`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual({ busy: 0, rested: 2 });
  });
});
