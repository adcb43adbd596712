// What a fetch of entities sends for each object: its `requires`, made from the data. No client's name is in it, and
// synthetic fields (required-fields.ts) go under the names that the subgraph knows.
import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { RequiredField } from '../../planning/required-fields.ts';
import type { TypeGraph } from '../../planning/type-graph.ts';
import { type Data, isData, MOST_LISTS, own } from './data.ts';
import { inputRewrite } from './input-rewrite.ts';

export interface Representations {
  /** Type names of the objects that are sent. */
  readonly types: readonly string[];
  /** Undefined where an input is missing: what failed to answer it was told already. */
  of(target: Data, type: string): Data | undefined;
}

interface Fields {
  readonly fields: readonly { readonly name: string; readonly as: string; readonly below: Fields | undefined }[];
  readonly fragments: readonly { readonly on: string | undefined; readonly below: Fields }[];
}

export function representations(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: TypeGraph,
  synthetic: ReadonlyMap<string, RequiredField>,
): Representations {
  const top = fieldsOf(requires, synthetic);
  const rewrite = (rewrites ?? []).map((each) => inputRewrite(each, types));
  const sent = new Set(top.fragments.flatMap(({ on }) => (on === undefined ? [] : types.within(on))));
  return {
    types: [...sent],
    of(target, type) {
      const made: Data = {};
      if (!build(target, type, top, made, types)) return undefined;
      for (const each of rewrite) each(made);
      return typeof made.__typename === 'string' ? made : undefined;
    },
  };
}

function fieldsOf(nodes: readonly QueryPlanSelectionNode[], synthetic: ReadonlyMap<string, RequiredField>): Fields {
  return {
    fields: nodes.flatMap((node) =>
      node.kind === 'Field'
        ? [
            {
              name: node.name,
              as: synthetic.get(node.name)?.field ?? node.name,
              below: node.selections && fieldsOf(node.selections, synthetic),
            },
          ]
        : [],
    ),
    fragments: nodes.flatMap((node) =>
      node.kind === 'InlineFragment' ? [{ on: node.typeCondition, below: fieldsOf(node.selections, synthetic) }] : [],
    ),
  };
}

/** @returns whether every input is there. */
function build(source: Data, type: string | undefined, { fields, fragments }: Fields, into: Data, types: TypeGraph) {
  for (const { name, as, below } of fields) {
    const value = own(source, name);
    if (value === undefined) return false;
    const made = below ? nested(value, below, own(into, as), types) : value;
    if (made === undefined) return false;
    into[as] = made;
  }
  for (const { on, below } of fragments) {
    if (on !== undefined && (type === undefined || !types.isOfType(type, on))) continue;
    if (!build(source, type, below, into, types)) return false;
  }
  return true;
}

function nested(value: unknown, fields: Fields, held: unknown, types: TypeGraph, lists = 0): unknown {
  if (Array.isArray(value)) {
    if (lists === MOST_LISTS) return undefined;
    const items: unknown[] = [];
    for (const [index, each] of value.entries()) {
      const made = nested(each, fields, Array.isArray(held) ? held[index] : undefined, types, lists + 1);
      if (made === undefined) return undefined;
      items.push(made);
    }
    return items;
  }
  if (!isData(value)) return null;
  const into: Data = isData(held) ? held : {};
  const type = typeof value.__typename === 'string' ? value.__typename : undefined;
  return build(value, type, fields, into, types) ? into : undefined;
}
