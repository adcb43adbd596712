// Plans by shape: for subgraphs that are alike one is planned for, and what is planned holds for all. So planning does not
// grow with their number. What cannot be planned so is planned in full.
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { type Planner, planner } from '../planner.ts';
import type { PreparedSupergraph } from '../prepare-supergraph.ts';
import { type Classes, classesOf, oneForAll, type Representative } from './classes.ts';
import { familyOf } from './family.ts';
import { holdsForAll } from './holds-for-all.ts';
import { reducedSupergraph } from './reduce.ts';

export interface PlanByShape {
  readonly plan: QueryPlan;
  /** What was planned: the operation, or one with representatives for members named in it. */
  readonly document: DocumentNode;
  /** Members of the plan that stand for others; none where it was planned in full. */
  readonly representatives: readonly Representative[];
}

export interface PlannerByShape {
  /** The API schema. */
  readonly schema: GraphQLSchema;
  /** The representatives of each plan whose operation names no member: the same array. */
  readonly alike: readonly Representative[];
  /** @see Planner.plan */
  plan(document: DocumentNode): PlanByShape;
}

/** Classes of members that one operation may tell apart. */
const MOST = 3;

export function plannerByShape(supergraph: Pick<PreparedSupergraph, 'document'>): PlannerByShape {
  const full = planner(supergraph);
  const family = familyOf(supergraph.document);
  const most = Math.min(MOST, (family?.members.length ?? 0) - 1);
  const planners = Array.from(
    { length: Math.max(0, most) },
    (_, index) => family && planner({ document: reducedSupergraph(supergraph.document, family, index + 1) }),
  );
  return {
    get schema() {
      return full.schema;
    },
    alike: family ? oneForAll(family) : [],
    plan(document) {
      const classes = family && classesOf(document, family, most);
      const reduced = planners[(classes?.representatives.length ?? 0) - 1];
      return (
        (classes && reduced && planned(classes, reduced)) ?? {
          plan: full.plan(document),
          document,
          representatives: [],
        }
      );
    },
  };
}

function planned({ document, representatives }: Classes, reduced: Planner): PlanByShape | undefined {
  let plan: QueryPlan;
  try {
    plan = reduced.plan(document);
  } catch {
    // It asks for what a member has for itself alone; or for nothing that can be planned, which is told in full.
    return undefined;
  }
  return holdsForAll(plan, representatives) ? { plan, document, representatives } : undefined;
}
