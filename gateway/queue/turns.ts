// Work on the main thread that can be put off, one piece in each turn of the event loop: whatever else has come meanwhile is done
// between two.
import { FairQueue } from './fair-queue.ts';

const waiting = new FairQueue<() => void>();

/** @param who has the work: each in turn, whatever others have. @returns once its turn has come. */
export function turn(who: string): Promise<void> {
  return new Promise((next) => {
    waiting.push(who, next);
    if (waiting.size === 1) setImmediate(release);
  });
}

function release(): void {
  waiting.shift()?.();
  if (waiting.size > 0) setImmediate(release);
}
