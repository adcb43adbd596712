import { describe, expect, it } from 'vitest';
import { Breaker } from '#gateway/transport/breaker.ts';

function breaker() {
  const states: string[] = [];
  const clock = { now: 0 };
  const made = new Breaker(
    { failures: 3, pause: 1_000 },
    (state) => void states.push(state),
    () => clock.now,
  );
  const fail = (times: number) => {
    for (let index = 0; index < times; index++) {
      expect(made.admit()).toBe(true);
      made.failed();
    }
  };
  return { made, states, clock, fail };
}

describe('a breaker', () => {
  it('opens after so many failures on end, and not before', () => {
    const { made, states, fail } = breaker();
    fail(2);
    made.admit();
    made.answered();
    fail(2);
    expect([made.admit(), states]).toEqual([true, []]);
    made.failed();
    expect([made.admit(), states]).toEqual([false, ['open']]);
  });

  it('lets one call try after its pause, and closes where that one is answered', () => {
    const { made, states, clock, fail } = breaker();
    fail(3);
    clock.now = 999;
    expect(made.admit()).toBe(false);
    clock.now = 1_000;
    expect([made.admit(), made.admit(), made.admit()]).toEqual([true, false, false]);
    made.answered();
    expect([made.admit(), made.admit(), states]).toEqual([true, true, ['open', 'half-open', 'closed']]);
    made.failed();
    expect(made.admit()).toBe(true);
  });

  it('opens again for the whole pause where that one fails', () => {
    const { made, states, clock, fail } = breaker();
    fail(3);
    clock.now = 1_500;
    fail(1);
    clock.now = 2_499;
    expect([made.admit(), states]).toEqual([false, ['open', 'half-open', 'open']]);
    clock.now = 2_500;
    expect(made.admit()).toBe(true);
  });

  it('forgets no failure for what tells nothing, and closes where the one that tries comes to that', () => {
    const { made, states, clock, fail } = breaker();
    fail(2);
    made.admit();
    made.toldNothing();
    fail(1);
    clock.now = 1_000;
    expect(made.admit()).toBe(true);
    made.toldNothing();
    expect(states).toEqual(['open', 'half-open', 'closed']);
    fail(1);
    expect([made.admit(), states.at(-1)]).toEqual([false, 'open']);
  });

  it('is not closed by an answer, nor opened anew by a failure, of a call made before it opened', () => {
    const { made, clock, fail } = breaker();
    expect([made.admit(), made.admit()]).toEqual([true, true]);
    fail(3);
    clock.now = 500;
    made.answered();
    made.failed();
    expect(made.admit()).toBe(false);
    clock.now = 1_000;
    expect(made.admit()).toBe(true);
  });
});
