// What went wrong in the calls of one request, gathered until its answer is made.
import type { CallFailure } from './call-failure.ts';
import type { Waits } from './waits.ts';

/** An error that a subgraph answered, as much of it as may matter. */
export interface SubgraphError {
  readonly code: string | undefined;
  readonly message: string;
  /** In the client's answer; undefined below an entity, where it cannot be told. */
  readonly path: readonly (string | number)[] | undefined;
}

export interface Reports {
  /** Names of the subgraphs that were asked, whether or not they answered. */
  readonly contacted: Set<string>;
  /** By subgraph, why it gave no answer. */
  readonly failures: Map<string, CallFailure>;
  /** By subgraph, what it answered besides data. */
  readonly errors: Map<string, SubgraphError[]>;
  /** By subgraph that was asked, the milliseconds that its slowest call took. */
  readonly took: Map<string, number>;
  /** By subgraph, how much of its time the calls so far have used up. */
  readonly waits: Waits;
}

/** More than this of one subgraph tells no more. */
export const MOST_ERRORS = 20;

export function noReports(): Reports {
  return { contacted: new Set(), failures: new Map(), errors: new Map(), took: new Map(), waits: new Map() };
}

export function reportErrors(reports: Reports, subgraph: string, errors: readonly SubgraphError[]): void {
  const known = reports.errors.get(subgraph) ?? [];
  reports.errors.set(subgraph, [...known, ...errors].slice(0, MOST_ERRORS));
}
