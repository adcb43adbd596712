// Whether a plan with representatives says what the plan for each that they stand for would: a call of a representative
// is about objects of its own types, and nothing follows from it. Otherwise the operation is planned in full.
import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { parse, visit } from 'graphql';
import type { Representative } from './classes.ts';

export function holdsForAll({ node }: QueryPlan, representatives: readonly Representative[]): boolean {
  const slots = new Map(representatives.map(({ slot }) => [slot.subgraph, new Set(slot.types)]));
  const types = new Set(representatives.flatMap(({ slot }) => slot.types));
  const isCalled = (each: PlanNode): boolean => {
    switch (each.kind) {
      case 'Fetch':
        return slots.has(each.serviceName);
      case 'Flatten':
        return isCalled(each.node);
      case 'Sequence':
      case 'Parallel':
        return each.nodes.some(isCalled);
      default:
        return true;
    }
  };
  const holds = (each: PlanNode): boolean => {
    switch (each.kind) {
      case 'Fetch': {
        const own = slots.get(each.serviceName);
        return own ? isOfOwnTypes(each, own) : isExpandable(each, types);
      }
      case 'Flatten':
        return holds(each.node);
      case 'Sequence':
        return each.nodes.every(holds) && !each.nodes.slice(0, -1).some(isCalled);
      case 'Parallel':
        return each.nodes.every(holds);
      default:
        return false;
    }
  };
  return node === undefined || (node.kind !== 'Subscription' && holds(node));
}

function isOfOwnTypes(node: FetchNode, own: ReadonlySet<string>): boolean {
  if (!node.requires?.length || node.inputRewrites?.length || node.contextRewrites?.length) return false;
  return node.requires.every((each) => each.kind === 'InlineFragment' && own.has(each.typeCondition ?? ''));
}

/** A fragment on a representative's type stands in a field's selection, and not within another such fragment. */
function isExpandable(node: FetchNode, types: ReadonlySet<string>): boolean {
  if (node.contextRewrites?.length) return false;
  if (node.inputRewrites?.some((each) => isAbout(each, types))) return false;
  const document = node.operationDocumentNode ?? parse(node.operation, { noLocation: true });
  let holds = true;
  const within: boolean[] = [];
  visit(document, {
    FragmentDefinition({ typeCondition }) {
      if (types.has(typeCondition.name.value)) holds = false;
    },
    Field: { enter: () => void within.push(false), leave: () => void within.pop() },
    InlineFragment: {
      enter({ typeCondition }) {
        const isOwn = types.has(typeCondition?.name.value ?? '');
        if (isOwn && within.at(-1)) holds = false;
        within.push(isOwn || within.at(-1) === true);
      },
      leave: () => void within.pop(),
    },
  });
  return holds;
}

function isAbout(rewrite: FetchDataRewrite, types: ReadonlySet<string>): boolean {
  const names = [...rewrite.path, 'setValueTo' in rewrite ? rewrite.setValueTo : ''];
  return names.some((name) => types.has(String(name).replace('... on ', '')));
}
