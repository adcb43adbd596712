// A bound on the conditions of an operation. The planner keeps apart what is selected under different conditions:
// sixty-four pairs of `@include` and `@skip` fit in 3 kB and keep it busy for six seconds.
import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import type { Limits } from '../config/read.ts';

/**
 * Counts the distinct sets of conditions with variables under which a selection stands, those above it among them. As
 * many sets are at most twice as many variables.
 */
export function conditionBudget({ maxConditions }: Pick<Limits, 'maxConditions'>): ValidationRule {
  return (context) => ({
    OperationDefinition(node) {
      const fragmentOf = (name: string) => context.getFragment(name) ?? undefined;
      if (conditionSets(node.selectionSet, fragmentOf, maxConditions) > maxConditions)
        context.reportError(
          new GraphQLError(
            `Expected at most ${maxConditions} distinct combinations of @include and @skip with variables, got more.`,
            { nodes: node },
          ),
        );
    },
  });
}

/** Stops counting behind `most`, so that each part is looked at no more often than that. */
function conditionSets(
  root: SelectionSetNode,
  fragmentOf: (name: string) => FragmentDefinitionNode | undefined,
  most: number,
): number {
  const sets = new Set<string>();
  const spread = new Set<string>();
  const visit = (set: SelectionSetNode, above: readonly string[]) => {
    for (const selection of set.selections) {
      if (sets.size > most) return;
      const conditions = [...new Set([...above, ...conditionsOf(selection)])].toSorted();
      const key = conditions.join(' ');
      if (key !== '') sets.add(key);
      if (selection.kind !== Kind.FRAGMENT_SPREAD) {
        if (selection.selectionSet) visit(selection.selectionSet, conditions);
        continue;
      }
      const visited = `${selection.name.value} ${key}`;
      const fragment = spread.has(visited) ? undefined : fragmentOf(selection.name.value);
      spread.add(visited);
      if (fragment) visit(fragment.selectionSet, conditions);
    }
  };
  visit(root, []);
  return sets.size;
}

/** `@include$name`, `@skip$name`. */
function conditionsOf({ directives = [] }: SelectionNode): string[] {
  return directives.flatMap(({ name, arguments: given = [] }) =>
    name.value === 'include' || name.value === 'skip'
      ? given.flatMap(({ value }) => (value.kind === Kind.VARIABLE ? [`@${name.value}$${value.name.value}`] : []))
      : [],
  );
}
