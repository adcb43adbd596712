// Makes a document of an operation's new selections; fragments and variables that are no longer used are left out.
import { type DocumentNode, Kind, type SelectionSetNode, visit } from 'graphql';
import type { PreparedOperation } from './prepare.ts';

export function assembleDocument(operation: PreparedOperation, selectionSet: SelectionSetNode): DocumentNode {
  const spreads = new Set<string>();
  const variables = new Set<string>();
  const seen = new Set<SelectionSetNode>();
  const scan = (set: SelectionSetNode): void => {
    visit(set, {
      Variable: (node) => void variables.add(node.name.value),
      SelectionSet: (node) => {
        // Shared nodes are looked at once, or a small operation could take exponential time.
        if (seen.has(node)) return false;
        seen.add(node);
        return undefined;
      },
      FragmentSpread: (node) => {
        if (spreads.has(node.name.value)) return;
        spreads.add(node.name.value);
        const fragment = operation.fragments.get(node.name.value);
        if (fragment) scan(fragment.selectionSet);
      },
    });
  };
  scan(selectionSet);
  const { variableDefinitions, ...rest } = operation.operation;
  for (const directive of rest.directives ?? [])
    visit(directive, { Variable: (node) => void variables.add(node.name.value) });
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...rest,
        selectionSet,
        variableDefinitions: (variableDefinitions ?? []).filter((each) => variables.has(each.variable.name.value)),
      },
      ...[...operation.fragments.values()].filter((fragment) => spreads.has(fragment.name.value)),
    ],
  };
}
