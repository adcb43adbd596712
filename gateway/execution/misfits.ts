// What of an answer does not fit the schema, by whose it is. Where several subgraphs were asked for one place each is
// named. One that failed, or answered an error, was told of already: what is missing where it was asked follows from that.
import type { Reports } from '../transport/reports.ts';
import type { OperationAnswer } from './compiled-operation.ts';

type Path = readonly (string | number)[];

export interface Misfits {
  readonly bySubgraph: ReadonlyMap<string, readonly Path[]>;
  /** What nobody was asked for: who was to give what it is asked with did not, or nobody knows it. */
  readonly nobodys: readonly Path[];
}

/** More of one subgraph tell no more. */
const MOST = 20;

export function misfitsOf(
  flaws: OperationAnswer['flaws'],
  { failures, errors }: Pick<Reports, 'failures' | 'errors'>,
): Misfits {
  const bySubgraph = new Map<string, Path[]>();
  const nobodys: Path[] = [];
  const isTold = (subgraph: string) =>
    errors.has(subgraph) || (failures.has(subgraph) && failures.get(subgraph)?.kind !== 'misfit');
  for (const { path, subgraphs, isMissing } of flaws) {
    if (subgraphs.length === 0 && nobodys.length < MOST) nobodys.push(path);
    if (isMissing && subgraphs.some(isTold)) continue;
    for (const subgraph of subgraphs) {
      if (isTold(subgraph)) continue;
      const known = bySubgraph.get(subgraph) ?? [];
      if (known.length < MOST) bySubgraph.set(subgraph, [...known, path]);
    }
  }
  return { bySubgraph, nobodys };
}
