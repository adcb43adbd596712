// What one execution of a plan is made of. The seam to the transport is `CallSubgraph`.
import type { Data } from './data.ts';
import type { Targets } from './targets.ts';

export interface SubgraphAnswer {
  readonly data?: Data | null | undefined;
  readonly errors?: readonly unknown[] | undefined;
}

/**
 * Calls one subgraph. What goes wrong in it costs its own fields: a promise that is rejected ends the whole operation.
 * @param repeatable false for a mutation, and for whatever follows from one.
 */
export type CallSubgraph<Context> = (
  subgraph: string,
  text: string,
  variables: Readonly<Record<string, unknown>>,
  context: Context,
  repeatable: boolean,
) => Promise<SubgraphAnswer>;

export interface Run {
  /** By the names that are planned: the client's, as they were sent, and those that stand for literals. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The root object, merged into. */
  readonly data: Data;
  call(subgraph: string, text: string, variables: Readonly<Record<string, unknown>>): Promise<Data | null>;
  /** The subgraph answered something that was not asked for, or has another form; it was left out. */
  flawed(subgraph: string): void;
}

/** One node of a plan, ready to run on the objects that it is about. */
export type Step = (run: Run, targets: Targets) => Promise<void>;
