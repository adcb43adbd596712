// A gateway with nothing to do gives memory back. V8 collects and shrinks by itself some seconds after the last request; what
// that frees beside its own heap, the bytes of answers, the C library keeps.
import { trimMemory } from './trim-memory.ts';

export interface ProcessAtRest {
  /** The part of the time since it was last asked that the process was busy. */
  busy(): number;
  /** Returns what was freed. */
  trim(): void;
}

/** How often it is looked at, and how many times on end it must have rested. */
const EVERY_MS = 15_000;
const RESTED = 4;
/** Busy for less of the time is at rest: a probe of its health now and then, V8 that collects by itself. */
const BUSY = 0.05;

/** Each minute of rest: less is asked then, not nothing. @returns what ends it. */
export function giveBackMemory(own: ProcessAtRest = thisProcess()): () => void {
  let rested = 0;
  const timer = setInterval(() => {
    rested = own.busy() < BUSY ? rested + 1 : 0;
    if (rested > 0 && rested % RESTED === 0) own.trim();
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
  };
}
