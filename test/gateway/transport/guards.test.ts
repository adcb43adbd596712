import { describe, expect, it } from 'vitest';
import { gatewayMetrics } from '#gateway/operations/metrics.ts';
import { CallFailure, type FailureKind } from '#gateway/transport/call-failure.ts';
import { openGuards } from '#gateway/transport/guards.ts';

const HERE = 'http://127.0.0.1:1';

function guards({ failures = 2, most = 2 } = {}) {
  const metrics = gatewayMetrics();
  const own = openGuards(() => ({ breaker: { failures, pause: 3_600_000 }, most }), metrics);
  const opened = {
    async run<Result>(subgraph: string, origin: string, call: () => Promise<Result>): Promise<Result> {
      const admitted = own.admit(subgraph, origin);
      try {
        const result = await call();
        admitted.ended();
        return result;
      } catch (error) {
        admitted.ended(error as CallFailure);
        throw error;
      }
    },
  };
  const failing = (kind: FailureKind, subgraph = 'th', origin = HERE) =>
    opened.run(subgraph, origin, () => Promise.reject(new CallFailure(kind, 'x')));
  const gauge = async () => (await metrics.breaker.get()).values.map(({ labels, value }) => [labels.subgraph, value]);
  return { opened, failing, gauge };
}
const kindOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: CallFailure) => error.kind,
  );

describe('the guard of a subgraph', () => {
  it('makes no more calls at once than it may, and holds up no other subgraph', async () => {
    const { opened } = guards();
    const held = Promise.withResolvers<string>();
    const slow = [1, 2].map(() => opened.run('th', HERE, () => held.promise));
    expect(await kindOf(opened.run('th', HERE, () => Promise.resolve('x')))).toBe('busy');
    expect(await opened.run('vn', HERE, () => Promise.resolve('x'))).toBe('x');
    held.resolve('late');
    expect(await Promise.all(slow)).toEqual(['late', 'late']);
    expect(await opened.run('th', HERE, () => Promise.resolve('x'))).toBe('x');
  });

  it.each(['connection', 'untrusted', 'timeout', 'nonsense'] as const)(
    'spares it after failures by %s',
    async (kind) => {
      const { failing, gauge, opened } = guards();
      expect([await kindOf(failing(kind)), await kindOf(failing(kind))]).toEqual([kind, kind]);
      let called = false;
      const spared = opened.run('th', HERE, async () => {
        called = true;
      });
      expect([await kindOf(spared), called]).toEqual(['spared', false]);
      await opened.run('vn', HERE, () => Promise.resolve('x'));
      expect(await gauge()).toEqual([
        ['th', 2],
        ['vn', 0],
      ]);
    },
  );

  it.each(['refused', 'errors', 'too-large', 'unexpected'] as const)(
    'spares it not for what says nothing of it: %s',
    async (kind) => {
      const { failing, gauge } = guards();
      for (let index = 0; index < 5; index++) expect(await kindOf(failing(kind))).toBe(kind);
      expect(await gauge()).toEqual([['th', 0]]);
    },
  );

  it.each(['refused', 'errors', 'too-large', 'unexpected'] as const)(
    'forgets no failure for what says nothing: %s',
    async (kind) => {
      const { failing, gauge } = guards();
      for (const each of ['timeout', kind, 'timeout'] as const) await kindOf(failing(each));
      expect(await gauge()).toEqual([['th', 2]]);
    },
  );

  it('gives it a new chance at a new address', async () => {
    const { failing, gauge, opened } = guards();
    await Promise.all([kindOf(failing('timeout')), kindOf(failing('timeout'))]);
    expect(await kindOf(failing('timeout'))).toBe('spared');
    expect(await opened.run('th', 'http://127.0.0.1:2', () => Promise.resolve('x'))).toBe('x');
    expect(await gauge()).toEqual([['th', 0]]);
  });
});
