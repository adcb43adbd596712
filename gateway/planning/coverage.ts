// Whether a plan asks for what the operation selects. The planner drops a branch that no subgraph can answer without a
// word: a field of an interface that has no object types would be absent from the answer, and nobody told.
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from './fragments.ts';

/** Response names that are fetched, by what stands below each. */
interface Fetched extends Map<string, Fetched> {}

/**
 * The paths of fields, in planned names, that are fetched for no type at all. Fields within a fragment on part of the
 * types are passed over: there may be no object for them.
 * @param document in normal form.
 */
export function uncovered(plan: QueryPlan, document: DocumentNode, schema: GraphQLSchema): string[] {
  const fetched: Fetched = new Map();
  if (plan.node && plan.node.kind !== 'Subscription') gather(plan.node, fetched);
  const fragments = fragmentsOf(document);
  const missing: string[] = [];
  const walk = (set: SelectionSetNode, type: GraphQLNamedType | undefined, here: Fetched, path: string) => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const name = node.name.value;
        if (name.startsWith('__')) continue;
        const at = `${path}/${responseName(node)}`;
        const below = here.get(responseName(node));
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
        if (!below) missing.push(at);
        else if (node.selectionSet && field) walk(node.selectionSet, getNamedType(field.type), below, at);
        continue;
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      const on = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
      if (fragment && (!on || isWhole(type, on, schema))) walk(fragment.selectionSet, on ?? type, here, path);
    }
  };
  for (const node of document.definitions)
    if (node.kind === Kind.OPERATION_DEFINITION)
      walk(node.selectionSet, schema.getRootType(node.operation) ?? undefined, fetched, '');
  return missing;
}

/** Whether every object of one type is of the other. */
function isWhole(type: GraphQLNamedType | undefined, on: GraphQLNamedType, schema: GraphQLSchema): boolean {
  if (type === on) return true;
  if (!isAbstractType(on)) return isAbstractType(type) && schema.getPossibleTypes(type).every((each) => each === on);
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  return types.length > 0 && types.every((each) => schema.isSubType(on, each));
}

function gather(node: PlanNode | undefined, into: Fetched): void {
  switch (node?.kind) {
    case 'Fetch':
      gatherFetch(node, into);
      break;
    case 'Flatten': {
      let here = into;
      for (const part of node.path) if (part !== '@') here = child(here, String(part));
      gather(node.node, here);
      break;
    }
    case 'Sequence':
    case 'Parallel':
      for (const each of node.nodes) gather(each, into);
      break;
  }
}

function gatherFetch(node: FetchNode, into: Fetched): void {
  const document = node.operationDocumentNode ?? parse(node.operation, { noLocation: true });
  const fragments = fragmentsOf(document);
  const renames = new Map(
    node.outputRewrites?.flatMap((each) =>
      each.kind === 'KeyRenamer' ? [[each.path.at(-1) ?? '', each.renameKeyTo] as const] : [],
    ),
  );
  const walk = (set: SelectionSetNode, here: Fetched) => {
    for (const each of set.selections) {
      if (each.kind === Kind.FIELD) {
        const name = responseName(each);
        const below = child(here, renames.get(name) ?? name);
        if (each.selectionSet) walk(each.selectionSet, below);
      } else {
        const fragment = each.kind === Kind.INLINE_FRAGMENT ? each : fragments.get(each.name.value);
        if (fragment) walk(fragment.selectionSet, here);
      }
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (!node.requires) walk(definition.selectionSet, into);
    else
      for (const each of definition.selectionSet.selections)
        if (each.kind === Kind.FIELD && each.selectionSet) walk(each.selectionSet, into);
  }
}

function child(fetched: Fetched, name: string): Fetched {
  const known: Fetched = fetched.get(name) ?? new Map();
  fetched.set(name, known);
  return known;
}

function responseName(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}
