// What was compiled for an operation, by the key of its plan: the text that is planned, so that callers with equal rights
// share one and no others. Bounded by the length of what the plans send, since a plan over every participant is a
// hundred times one over one.
import type { Metrics } from '../operations/metrics.ts';

/** Characters of operations in the plans held. */
const MOST = 32_000_000;
/** What a plan weighs beside its operations: closures, generated code, the document it was made from. */
const EACH = 50_000;

export interface PlanCache<Plan> {
  /** Made once, for all who ask meanwhile. What `make` throws is not kept. */
  getOrMake(key: string, make: () => Promise<Plan>): Plan | Promise<Plan>;
  /** Whether there is room for more without forgetting, and a quarter left for what is not planned ahead. */
  hasRoom(): boolean;
}

/** @param lengthOf characters that a plan sends. */
export function planCache<Plan>(
  lengthOf: (plan: Plan) => number,
  { planLookups, plansHeld }: Pick<Metrics, 'planLookups' | 'plansHeld'>,
  most: number = MOST,
): PlanCache<Plan> {
  const plans = new Map<string, { readonly plan: Plan; readonly weight: number }>();
  const making = new Map<string, Promise<Plan>>();
  let weight = 0;
  const made = async (key: string, make: () => Promise<Plan>) => {
    try {
      const plan = await make();
      keep(key, plan, EACH + lengthOf(plan));
      return plan;
    } finally {
      making.delete(key);
    }
  };
  const keep = (key: string, plan: Plan, own: number) => {
    plans.set(key, { plan, weight: own });
    weight += own;
    for (const [oldest, { weight: freed }] of plans) {
      if (weight <= most) break;
      plans.delete(oldest);
      weight -= freed;
    }
    plansHeld.set(plans.size);
  };
  return {
    hasRoom: () => weight < 0.75 * most,
    getOrMake(key, make) {
      const held = plans.get(key);
      const soon = held ? undefined : making.get(key);
      planLookups.inc({ outcome: held || soon ? 'hit' : 'miss' });
      if (held) {
        plans.delete(key);
        plans.set(key, held);
        return held.plan;
      }
      if (soon) return soon;
      const plan = made(key, make);
      making.set(key, plan);
      return plan;
    },
  };
}
