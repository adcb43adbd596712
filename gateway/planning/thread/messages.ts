// What is said between the gateway's thread and the one that plans.
import type { Representative } from '../alike/classes.ts';
import type { WholePlan } from '../whole-plan.ts';

/** What the thread is started with. */
export interface Start {
  /** Composed, its security directives stripped. */
  readonly supergraph: string;
}

export interface Asked {
  /** @see PlanWhole */
  readonly text: string;
}

/** What it says once it can plan. */
export interface Ready {
  /** @see PlannerByShape.alike */
  readonly alike: readonly Representative[];
}

/** A `Said` as JSON: of a plan it takes half of what V8's structured clone takes. */
export type SaidText = string;

/** What it says to each that was asked, in that order. */
export type Said = { readonly planned: SentPlan } | { readonly fault: string };

export interface SentPlan extends Pick<WholePlan, 'plan'> {
  /** Undefined: those that were sent at the start. They are as many as participants, and the gateway keeps what it makes of them. */
  readonly representatives: readonly Representative[] | undefined;
}
