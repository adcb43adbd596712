import { describe, expect, it } from 'vitest';
import { Running } from '#gateway/execution/running.ts';

/** Whether a promise was settled by now. */
const isSettled = (promise: Promise<void>) =>
  Promise.race([promise.then(() => true), new Promise<boolean>((done) => setImmediate(done, false))]);

describe('operations that are running', () => {
  it('are waited for by all who ask, until the last has ended', async () => {
    const running = new Running();
    running.began();
    running.began();
    const [first, second] = [running.none(), running.none()];
    running.ended();
    expect(await isSettled(first)).toBe(false);
    running.ended();
    expect([await isSettled(first), await isSettled(second)]).toEqual([true, true]);
  });

  it('are waited for where others have ended before', async () => {
    const running = new Running();
    running.began();
    running.ended();
    running.began();
    const none = running.none();
    expect(await isSettled(none)).toBe(false);
    running.ended();
    expect(await isSettled(none)).toBe(true);
  });

  it('are not waited for where there are none', async () => {
    expect(await isSettled(new Running().none())).toBe(true);
  });
});
