// How long one operation waits for one subgraph: all its calls together take no longer than one may. A plan asks a subgraph
// several times, one after the other; a subgraph that hangs costs one time-out all the same.

/** What calls of one subgraph have taken so far; calls that overlap count once. */
export interface Wait {
  spent: number;
  running: number;
  /** When the first of those that are running began. */
  since: number;
}

export type Waits = Map<string, Wait>;

/** @returns when the call has to have ended, at the latest; it may be over. To be followed by `ended`. */
export function began(waits: Waits, subgraph: string, now: number, timeout: number): number {
  let wait = waits.get(subgraph);
  if (!wait) {
    wait = { spent: 0, running: 0, since: now };
    waits.set(subgraph, wait);
  }
  if (wait.running === 0) wait.since = now;
  wait.running += 1;
  return wait.since + timeout - wait.spent;
}

export function ended(waits: Waits, subgraph: string, now: number): void {
  const wait = waits.get(subgraph);
  if (!wait) return;
  wait.running -= 1;
  if (wait.running === 0) wait.spent += now - wait.since;
}
