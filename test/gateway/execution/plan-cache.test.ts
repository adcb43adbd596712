import { describe, expect, it } from 'vitest';
import { planCache } from '#gateway/execution/plan-cache.ts';
import { gatewayMetrics } from '#gateway/operations/metrics.ts';

/** Plans that are their own texts; each weighs 50,000 beside. */
function cache(most: number) {
  const metrics = gatewayMetrics();
  const plans = planCache<string>(({ length }) => length, metrics, most);
  const made: string[] = [];
  const get = (key: string, text = key) =>
    plans.getOrMake(key, () => {
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
    expect([get('a'), get('b'), get('a')]).toEqual(['a', 'b', 'a']);
    expect(made).toEqual(['a', 'b']);
    expect(await figures()).toEqual(
      expect.arrayContaining([
        'campaign_gateway_plan_cache_lookups_total{outcome="miss"} 2',
        'campaign_gateway_plan_cache_lookups_total{outcome="hit"} 1',
        'campaign_gateway_plan_cache_plans 2',
      ]),
    );
  });

  it('forgets what was not used for longest, once all send more than it may hold', () => {
    const { get, made } = cache(250_000);
    for (const key of ['a', 'b', 'a', 'c', 'd']) get(key);
    get('long', 'x'.repeat(75_000));
    made.length = 0;
    for (const key of ['long', 'd', 'b']) get(key);
    expect(made).toEqual(['b']);
  });

  it('has room for what is planned ahead as long as nothing is forgotten for it, and a quarter is left', () => {
    const { get, hasRoom } = cache(250_000);
    const room = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [hasRoom(), get(key)][0]);
    expect(room).toEqual([true, true, true, true, false, false]);
  });

  it('holds nothing that could not be made', () => {
    const { get } = cache(250_000);
    const plans = planCache<string>(() => 0, gatewayMetrics());
    expect(() =>
      plans.getOrMake('a', () => {
        throw new Error('no plan');
      }),
    ).toThrow('no plan');
    expect(plans.getOrMake('a', () => 'made')).toBe('made');
    // Too heavy to be held at all, it is answered all the same.
    expect(get('huge', 'x'.repeat(500_000))).toHaveLength(500_000);
  });
});
