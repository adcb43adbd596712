// Waits for what is to come, up to a deadline: never a fixed sleep.
import { setTimeout as wait } from 'node:timers/promises';

export async function until(what: string, holds: () => boolean | Promise<boolean>, deadlineMs = 15_000): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`expected ${what} within ${deadlineMs} ms`);
    await wait(20);
  }
}
