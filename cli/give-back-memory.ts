// A gateway with nothing to do gives memory back. V8 grows its heap up to four times what is in use before it looks for
// garbage, and what it gives back by itself when it rests is only a part: what is still in use lies scattered. So after
// two minutes of rest everything is collected and moved together, which takes some tenths of a second. Not sooner: what V8
// compiled goes with it, and some thousand narrow queries cost twice as much until it is compiled again. What that freed beside
// V8's own heap is given back at the next look, since V8 frees it in the background.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { trimMemory } from './trim-memory.ts';

export interface ProcessAtRest {
  /** The part of the time since it was last asked that the process was busy. */
  busy(): number;
  /** Resident memory, bytes. */
  resident(): number;
  collect(): void;
  /** Returns what was freed. */
  trim(): void;
}

/** How often it is looked at, and how many times on end it must have rested. */
const EVERY_MS = 15_000;
const RESTED = 8;
/** Busy for less of the time is at rest: a probe of its health now and then, V8 that collects by itself. */
const BUSY = 0.05;
/** How much larger than the least since it was last collected; for less it is not worth the pause, nor code that has to warm up. */
const GROWN = 1.1;

/** @returns what ends it. */
export function giveBackMemory(own: ProcessAtRest = thisProcess()): () => void {
  let rested = 0;
  /** Undefined before the first time. */
  let held: number | undefined;
  let isCollected = false;
  const timer = setInterval(() => {
    rested = own.busy() < BUSY ? rested + 1 : 0;
    if (isCollected) own.trim();
    isCollected = false;
    const resident = own.resident();
    // V8 goes on giving back for a while after it collected.
    if (held !== undefined) held = Math.min(held, resident);
    if (rested < RESTED || (held !== undefined && resident < held * GROWN)) return;
    own.collect();
    isCollected = true;
    held = own.resident();
    rested = 0;
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
    resident: () => process.memoryUsage.rss(),
    collect() {
      // In a context made with the flag there is a `gc`; nothing else in the process sees it.
      setFlagsFromString('--expose-gc');
      const gc: unknown = runInNewContext('gc');
      setFlagsFromString('--no-expose-gc');
      if (typeof gc !== 'function') throw new Error('expected V8 to offer its garbage collector, got none');
      gc({ type: 'major', flavor: 'last-resort' });
    },
    trim: trimMemory,
  };
}
