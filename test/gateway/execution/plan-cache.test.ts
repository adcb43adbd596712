import { describe, expect, it } from 'vitest';
import { planCache } from '#gateway/execution/plan-cache.ts';
import { gatewayMetrics } from '#gateway/operations/metrics.ts';

const none = async () => Promise.reject(new Error('no plan'));

/** Plans that are their own texts; each weighs 50,000 beside. */
function cache(most: number) {
  const metrics = gatewayMetrics();
  const plans = planCache<string>(({ length }) => length, metrics, most);
  const made: string[] = [];
  const get = (key: string, text = key) =>
    plans.getOrMake(key, async () => {
      made.push(key);
      return text;
    });
  return {
    get,
    made,
    hasRoom: () => plans.hasRoom(),
    figures: async () => (await metrics.registry.metrics()).split('\n'),
  };
}

describe('the plan cache', () => {
  it('makes a plan once for its key, and counts what it finds', async () => {
    const { get, made, figures } = cache(2_500_000);
    // Two at once: one is made.
    expect(await Promise.all([get('a'), get('a')])).toEqual(['a', 'a']);
    expect([await get('b'), get('a')]).toEqual(['b', 'a']);
    expect(made).toEqual(['a', 'b']);
    expect(await figures()).toEqual(
      expect.arrayContaining([
        'campaign_gateway_plan_cache_lookups_total{outcome="miss"} 2',
        'campaign_gateway_plan_cache_lookups_total{outcome="hit"} 2',
        'campaign_gateway_plan_cache_plans 2',
      ]),
    );
  });

  it('forgets what was not used for longest, once all send more than it may hold', async () => {
    const { get, made } = cache(250_000);
    for (const key of ['a', 'b', 'a', 'c', 'd']) await get(key);
    await get('long', 'x'.repeat(75_000));
    made.length = 0;
    for (const key of ['long', 'd', 'b']) await get(key);
    expect(made).toEqual(['b']);
  });

  it('has room for what is planned ahead as long as nothing is forgotten for it, and a quarter is left', async () => {
    const { get, hasRoom } = cache(250_000);
    const room: boolean[] = [];
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      room.push(hasRoom());
      await get(key);
    }
    expect(room).toEqual([true, true, true, true, false, false]);
  });

  it('holds nothing that could not be made, and tells all who asked for it', async () => {
    const { get } = cache(250_000);
    const plans = planCache<string>(() => 0, gatewayMetrics());
    const told = await Promise.allSettled([plans.getOrMake('a', none), plans.getOrMake('a', none)]);
    expect(told).toMatchObject([{ reason: { message: 'no plan' } }, { reason: { message: 'no plan' } }]);
    expect(await plans.getOrMake('a', async () => 'made')).toBe('made');
    // Too heavy to be held at all, it is answered all the same.
    expect(await get('huge', 'x'.repeat(500_000))).toHaveLength(500_000);
  });
});
