// A gateway with nothing to do gives memory back. V8 shrinks its heap by itself when it rests, or does not; what it frees beside
// that, the bytes of answers, the C library keeps. So after each minute of rest what was freed is returned; and after five,
// once, everything is collected and moved together, which takes some tenths of a second. Not sooner: what V8 compiled goes with
// it, and some thousand narrow queries cost twice as much until it is compiled again.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { trimMemory } from './trim-memory.ts';

export interface ProcessAtRest {
  /** The part of the time since it was last asked that the process was busy. */
  busy(): number;
  /** Returns what was freed. */
  trim(): void;
  collect(): void;
}

/** How often it is looked at, and how many times on end it must have rested. */
const EVERY_MS = 15_000;
const TRIMMED = 4;
const COLLECTED = 20;
/** Busy for less of the time is at rest: a probe of its health now and then, V8 that collects by itself. */
const BUSY = 0.05;

/** @returns what ends it. */
export function giveBackMemory(own: ProcessAtRest = thisProcess()): () => void {
  let rested = 0;
  const timer = setInterval(() => {
    rested = own.busy() < BUSY ? rested + 1 : 0;
    if (rested === COLLECTED) own.collect();
    // What is collected is freed in the background: it is returned the next time.
    else if (rested > 0 && rested % TRIMMED === 0) own.trim();
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}

function thisProcess(): ProcessAtRest {
  let last = performance.eventLoopUtilization();
  return {
    busy() {
      const { utilization } = performance.eventLoopUtilization(last);
      last = performance.eventLoopUtilization();
      return utilization;
    },
    trim: trimMemory,
    collect() {
      // In a context made with the flag there is a `gc`; nothing else in the process sees it.
      setFlagsFromString('--expose-gc');
      const gc: unknown = runInNewContext('gc');
      setFlagsFromString('--no-expose-gc');
      if (typeof gc !== 'function') throw new Error('expected V8 to offer its garbage collector, got none');
      gc({ type: 'major', flavor: 'last-resort' });
    },
  };
}
