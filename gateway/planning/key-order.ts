// The planner jumps by the first key that a subgraph declares, resolvable or not: those that resolve are put first.
import type { ConstDirectiveNode } from 'graphql';
import { argument, type JoinNames } from './join-directives.ts';

export function resolvableKeysFirst(directives: readonly ConstDirectiveNode[], names: JoinNames): ConstDirectiveNode[] {
  const byGraph = Map.groupBy(directives.filter(isJoin), (node) => argument(node, 'graph'));
  for (const [graph, nodes] of byGraph)
    byGraph.set(
      graph,
      nodes.toSorted((a, b) => rank(a) - rank(b)),
    );
  const next = new Map([...byGraph].map(([graph, nodes]) => [graph, nodes.values()]));
  return directives.map((node) => (isJoin(node) ? (next.get(argument(node, 'graph'))?.next().value ?? node) : node));

  function isJoin(node: ConstDirectiveNode): boolean {
    return node.name.value === names.type;
  }
}

function rank(node: ConstDirectiveNode): number {
  return argument(node, 'resolvable') === false ? 1 : 0;
}
