// A plan made into closures, once: what each run has to look up is the data alone.
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import type { Representative } from '../../planning/alike/classes.ts';
import type { PreparedSupergraph } from '../../planning/prepare-supergraph.ts';
import { compileFetch } from './fetch.ts';
import { Origins } from './origins.ts';
import { representativesOf } from './representatives.ts';
import type { Step } from './run.ts';
import { Targets } from './targets.ts';
import { Writers } from './writers.ts';

/** @param at where the objects of the node stand in the data. */
type Compile = (node: PlanNode | undefined, at: readonly (string | number)[]) => Step;

export interface CompiledPlan {
  readonly step: Step;
  /** Whose what it brings is. */
  readonly origins: Origins;
}

const NOTHING: Step = async () => undefined;

/**
 * @param representatives members of the plan that stand for others.
 * @throws Error for what the gateway does not offer: `@defer`, subscriptions. Conditions were decided before.
 */
export function compilePlan(
  { node }: QueryPlan,
  supergraph: Pick<PreparedSupergraph, 'required' | 'types'>,
  representatives: readonly Representative[] = [],
): CompiledPlan {
  const alike = representativesOf(representatives);
  if (node?.kind === 'Subscription') throw new Error('expected a query or a mutation, got a subscription');
  const writers = new Writers();
  const origins = new Origins();
  const compile: Compile = (each, at) => {
    switch (each?.kind) {
      case undefined:
        return NOTHING;
      case 'Fetch':
        return compileFetch(each, supergraph, { writers, origins, path: at, alike });
      case 'Flatten': {
        const { path } = each;
        const step = compile(each.node, [...at, ...path]);
        return (run, targets) => step(run, targets.below(path));
      }
      case 'Sequence':
        return sequence(each.nodes.map((inner) => compile(inner, at)));
      case 'Parallel':
        return parallel(each.nodes, compile, at);
      default:
        throw new Error(`expected a plan without conditions and @defer, got ${each?.kind}`);
    }
  };
  return { step: compile(node, []), origins };
}

function sequence(steps: readonly Step[]): Step {
  return async (run, targets) => {
    for (const step of steps) await step(run, targets);
  };
}

/** Steps at one path share what is found there. */
function parallel(nodes: readonly PlanNode[], compile: Compile, at: readonly (string | number)[]): Step {
  const groups = Map.groupBy(nodes, (node) => (node.kind === 'Flatten' ? node.path.join('.') : undefined));
  const compiled = [...groups.values()].map((members) => {
    const [first] = members;
    const path = first?.kind === 'Flatten' ? first.path : undefined;
    return {
      path,
      steps: members.map((node) => compile(node.kind === 'Flatten' ? node.node : node, [...at, ...(path ?? [])])),
    };
  });
  return async (run, targets) => {
    const running = compiled.flatMap(({ path, steps }) => {
      const here = path ? targets.below(path) : targets;
      return steps.map((step) => step(run, here));
    });
    await Promise.all(running);
  };
}

export function rootTargets(data: Record<string, unknown>): Targets {
  return new Targets([data]);
}
