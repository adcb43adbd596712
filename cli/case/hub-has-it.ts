// Says whether the hub has a change, or how stale it is: until it has it, others are answered as before.
import { setTimeout as pause } from 'node:timers/promises';
import type { CasePlace } from './place.ts';

const LOOK_EVERY = 250;

/**
 * One line for standard error. Waits until every reader of the feed has what the store holds now, `patience` ms at most.
 * @param patience how long to wait for a hub that runs.
 */
export async function hubHasIt({ store }: CasePlace, patience: number): Promise<string> {
  const end = Date.now() + patience;
  for (;;) {
    const readers = await store.feedReaders.all();
    const behind = readers.filter((reader) => reader.behind > 0);
    if (readers.length > 0 && behind.length === 0) return 'the hub has it';
    if (Date.now() < end) {
      await pause(LOOK_EVERY);
      continue;
    }
    const stale = behind.map(
      ({ service, behind: changes, at }) =>
        `${service} is ${changes} change${changes === 1 ? '' : 's'} behind, seen last at ${at}`,
    );
    const said = stale.length === 0 ? 'no hub has read this feed yet' : stale.join('; ');
    return `${said}: until it reads on, others are answered as before`;
  }
}
