// A plan that asks for everything that the operation selects, or none.
import type { QueryPlan } from '@apollo/query-planner';
import { parse } from 'graphql';
import type { Representative } from './alike/classes.ts';
import type { PlannerByShape } from './alike/planner.ts';
import { uncovered } from './coverage.ts';
import { clientName } from './names.ts';

export interface WholePlan {
  readonly plan: QueryPlan;
  /** Members of the plan that stand for others; none where it was planned in full. */
  readonly representatives: readonly Representative[];
}

/**
 * @param text of a `NormalForm`.
 * @throws Error where it cannot be planned whole.
 */
export type PlanWhole = (text: string) => WholePlan;

export function wholePlanner(own: Omit<PlannerByShape, 'alike'>): PlanWhole {
  return (text) => {
    const { plan, document, representatives } = own.plan(parse(text, { noLocation: true }));
    const missing = uncovered(plan, document, own.schema);
    if (missing.length > 0)
      throw new Error(`expected a plan for the whole operation, got none for ${missing.map(inClientNames).join(', ')}`);
    return { plan, representatives };
  };
}

function inClientNames(path: string): string {
  return path.split('/').map(clientName).join('.').slice(1);
}
