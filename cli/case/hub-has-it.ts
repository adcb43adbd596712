// Says whether the hub has a change, or how stale it is: until it has it, others are answered as before.
import { setTimeout as pause } from 'node:timers/promises';
import { feedReached } from '#subgraphs/campaign/feed/reached.ts';
import type { CasePlace } from './place.ts';

const LOOK_EVERY = 250;

/**
 * One line for standard error. Waits until the hub has what the store holds now, `patience` ms at most.
 * @param patience how long to wait for a hub that runs.
 */
export async function hubHasIt({ store, folder }: CasePlace, patience: number): Promise<string> {
  const { last } = await store.changes(Number.MAX_SAFE_INTEGER, 1);
  const end = Date.now() + patience;
  for (;;) {
    const reached = await feedReached(folder.hubDatabase, store.participant);
    const has = reached?.storeId === store.storeId ? reached.change : 0;
    if (has >= last) return 'the hub has it';
    if (Date.now() < end) {
      await pause(LOOK_EVERY);
      continue;
    }
    const behind = `the hub is ${last - has} change${last - has === 1 ? '' : 's'} behind`;
    const seen =
      reached?.lastSeen == null ? 'and has not read this feed yet' : `and noted this feed last at ${reached.lastSeen}`;
    return `${behind} ${seen}: until it reads on, others are answered as before`;
  }
}
