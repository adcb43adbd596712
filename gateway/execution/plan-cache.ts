// Query plans by plan key: the hash of the filtered document, so that callers with equal rights share one and no others.
// Bounded by the length of what the plans send, since a plan over every participant is a hundred times one over one.
import type { QueryPlan } from '@apollo/query-planner';
import type { Metrics } from '../operations/metrics.ts';

/** Characters of operations in the plans held. */
const MOST = 32_000_000;
/** What a plan weighs beside its operations. */
const EACH = 2_000;

export interface PlanCache {
  get(key: string): Promise<QueryPlan | undefined>;
  set(key: string, plan: QueryPlan): Promise<void>;
  delete(key: string): Promise<boolean>;
  clear(): void;
}

export function planCache(
  { planLookups, plansHeld }: Pick<Metrics, 'planLookups' | 'plansHeld'>,
  most: number = MOST,
): PlanCache {
  const plans = new Map<string, { readonly plan: QueryPlan; readonly weight: number }>();
  let weight = 0;
  const remove = (key: string): boolean => {
    weight -= plans.get(key)?.weight ?? 0;
    return plans.delete(key);
  };
  return {
    async get(key) {
      const held = plans.get(key);
      planLookups.inc({ outcome: held ? 'hit' : 'miss' });
      if (!held) return undefined;
      plans.delete(key);
      plans.set(key, held);
      return held.plan;
    },
    async set(key, plan) {
      remove(key);
      const own = weightOf(plan);
      plans.set(key, { plan, weight: own });
      weight += own;
      for (const oldest of plans.keys()) {
        if (weight <= most) break;
        remove(oldest);
      }
      plansHeld.set(plans.size);
    },
    async delete(key) {
      return remove(key);
    },
    clear() {
      plans.clear();
      weight = 0;
    },
  };
}

function weightOf(plan: QueryPlan): number {
  let weight = EACH;
  const nodes: unknown[] = [plan.node];
  for (let node = nodes.pop(); nodes.length > 0 || node !== undefined; node = nodes.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    for (const inner of Array.isArray(node) ? node : Object.values(node)) {
      if (typeof inner === 'string') weight += inner.length;
      else if (typeof inner === 'object' && inner !== null) nodes.push(inner);
    }
  }
  return weight;
}
