// What an operation asked for, to hold an answer to it. A participant's answer is merged with the hub's: a key that was
// not asked for could replace the head of the case, its id or its type.
import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { isRecord } from './call-subgraph.ts';

/** By response key; for a leaf nothing, for a type name its mark. */
export type Shape = Map<string, Shape | typeof LEAF | typeof TYPE_NAME>;
const LEAF = Symbol('leaf');
const TYPE_NAME = Symbol('type name');

export interface AnswerShape {
  /** Of the whole answer. */
  readonly root: Shape;
  /** Of an entity, by the type of its representation. */
  entity(type: string): Shape;
}

export function answerShape(document: DocumentNode): AnswerShape {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('expected an operation, got none');

  /** @param only where given, fragments on other types are passed over. */
  const collect = (set: SelectionSetNode, into: Shape, only?: string): Shape => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        if (selection.selectionSet) {
          const below = into.get(key);
          into.set(key, collect(selection.selectionSet, below instanceof Map ? below : new Map()));
        } else into.set(key, selection.name.value === '__typename' ? TYPE_NAME : LEAF);
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const on = fragment?.typeCondition?.name.value;
        if (fragment && (only === undefined || on === undefined || on === only))
          collect(fragment.selectionSet, into, only);
      }
    }
    return into;
  };
  const entities = operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD && selection.name.value === '_entities' && selection.selectionSet
      ? [selection.selectionSet]
      : [],
  );
  const byType = new Map<string, Shape>();
  return {
    root: collect(operation.selectionSet, new Map()),
    entity(type) {
      const known = byType.get(type);
      if (known) return known;
      const shape: Shape = new Map();
      for (const set of entities) collect(set, shape, type);
      byType.set(type, shape);
      return shape;
    },
  };
}

export interface Fitting {
  /** Object types that may be named. */
  readonly types: ReadonlySet<string>;
  /** Set where a part was left out. */
  flawed: boolean;
}

/** `value` with nothing in it but what `shape` asks for; null for what has another form or names a foreign type. */
export function heldToShape(value: unknown, shape: Shape, fitting: Fitting): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((each) => heldToShape(each, shape, fitting));
  const refuse = () => {
    fitting.flawed = true;
    return null;
  };
  if (!isRecord(value)) return refuse();
  const fitted: Record<string, unknown> = {};
  for (const [key, below] of shape) {
    if (!Object.hasOwn(value, key)) continue;
    const part = value[key];
    if (below === TYPE_NAME) {
      if (typeof part !== 'string' || !fitting.types.has(part)) return refuse();
      fitted[key] = part;
    } else fitted[key] = below === LEAF ? part : heldToShape(part, below, fitting);
  }
  return fitted;
}
