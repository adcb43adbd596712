// A bound on what an operation selects once its fragments are written out: sixteen levels of a fragment that spreads
// two others fit in a kilobyte and keep the planner busy for seconds.
import { type DocumentNode, GraphQLError, Kind, type SelectionSetNode, type ValidationRule } from 'graphql';
import type { Limits } from '../config/read.ts';

interface Size {
  readonly selections: number;
  readonly depth: number;
}

/** Counts, without writing anything out: each fragment once. */
export function selectionBudget(limits: Pick<Limits, 'maxSelections' | 'maxDepth'>): ValidationRule {
  return (context) => ({
    OperationDefinition(node) {
      const size = sizeOf(node.selectionSet, context.getDocument());
      const refuse = (what: string, most: number) =>
        context.reportError(new GraphQLError(`Expected at most ${most} ${what}, got more.`, { nodes: node }));
      if (size.selections > limits.maxSelections)
        refuse('selections with every fragment written out', limits.maxSelections);
      if (size.depth > limits.maxDepth) refuse('levels of selection', limits.maxDepth);
    },
  });
}

function sizeOf(root: SelectionSetNode, document: DocumentNode): Size {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node.selectionSet] as const] : [],
    ),
  );
  const known = new Map<string, Size>();
  const ofFragment = (name: string): Size => {
    const already = known.get(name);
    if (already) return already;
    // A fragment within itself counts nothing here; another rule refuses it.
    known.set(name, { selections: 0, depth: 0 });
    const set = fragments.get(name);
    const size = set ? ofSet(set) : { selections: 0, depth: 0 };
    known.set(name, size);
    return size;
  };
  const ofSet = (set: SelectionSetNode): Size => {
    let selections = 0;
    let depth = 1;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? ofSet(selection.selectionSet) : { selections: 0, depth: 0 };
        selections += 1 + below.selections;
        depth = Math.max(depth, 1 + below.depth);
      } else {
        const within =
          selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value) : ofSet(selection.selectionSet);
        selections += within.selections;
        depth = Math.max(depth, within.depth);
      }
    }
    return { selections, depth };
  };
  return ofSet(root);
}
