// The operation that is planned: what the caller may not read is not in it. A field that only some of the possible
// types allow is kept for those, in fragments. Conditions (`@skip`, `@include`) stay as they are, so the result is a
// function of operation and rights alone. Nodes are shared with the original, which is never changed.
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLObjectType,
  getNamedType,
  type InlineFragmentNode,
  isCompositeType,
  Kind,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { assembleDocument } from './assemble.ts';
import type { PreparedOperation } from './prepare.ts';
import type { Rights } from './rights.ts';
import { fieldType, type TypeSet, type TypeSets } from './type-sets.ts';

/** Response key under which a concrete type is asked for where it is needed afterwards; no client can send it. */
export const TYPE_KEY = '__type_of';

const TYPE_FIELD: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: TYPE_KEY },
  name: { kind: Kind.NAME, value: '__typename' },
};

export interface RewrittenOperation {
  /** Identical to the prepared document where nothing is denied. */
  readonly document: DocumentNode;
  readonly changed: boolean;
  /** Coordinates (Type.field, or Type where objects of it are hidden) that were asked for and are denied, sorted. */
  readonly denied: readonly string[];
  /**
   * Coordinates with a requirement that stay in the operation, sorted; that of an interface where all its types are
   * disclosed.
   */
  readonly disclosed: readonly string[];
  /** Selections written out by type; 0 where nothing is denied. */
  readonly written: number;
  /** Fields whose selections were changed anywhere below. */
  readonly touched: ReadonlySet<FieldNode>;
}

/** Where selections stand. */
interface Here {
  /** Concrete types that reach them, forbidden ones among them. */
  readonly types: TypeSet;
  /** The type that the selections are written against. */
  readonly parent: GraphQLCompositeType;
  /** A root object is never hidden as such; its fields are denied instead. */
  readonly isRoot: boolean;
}

interface Result {
  readonly nodes: readonly SelectionNode[];
  readonly changed: boolean;
  readonly size: number;
}

const REMOVED: Result = { nodes: [], changed: true, size: 0 };

interface Rewritten {
  /** Null: nothing is left. */
  readonly node: SelectionSetNode | null;
  readonly changed: boolean;
  /** Selections written out. */
  readonly size: number;
}

/**
 * @throws GraphQLError OPERATION_TOO_LARGE where what is left, split by type, comes to more than `maxSelections`.
 */
export function rewriteOperation(
  operation: PreparedOperation,
  rights: Rights,
  sets: TypeSets,
  maxSelections: number,
): RewrittenOperation {
  const rewriter = new Rewriter(operation, rights, sets);
  const root = rewriter.root();
  if (root.changed && root.size > maxSelections) {
    throw new GraphQLError(
      `Expected an operation of at most ${maxSelections} selections once written out by type, got ${root.size}.`,
      { extensions: { code: 'OPERATION_TOO_LARGE', http: { status: 400 } } },
    );
  }
  const common = {
    denied: [...rewriter.denied].toSorted(),
    disclosed: [...rewriter.disclosed].toSorted(),
    touched: rewriter.touched,
  };
  if (!root.changed) return { document: operation.document, changed: false, written: 0, ...common };
  const selectionSet = root.node ?? { kind: Kind.SELECTION_SET, selections: [TYPE_FIELD] };
  return { document: assembleDocument(operation, selectionSet), changed: true, written: root.size, ...common };
}

class Rewriter {
  readonly denied = new Set<string>();
  readonly disclosed = new Set<string>();
  readonly touched = new Set<FieldNode>();
  readonly #operation: PreparedOperation;
  readonly #rights: Rights;
  readonly #sets: TypeSets;
  readonly #done = new Map<SelectionSetNode, Map<number, Rewritten>>();

  constructor(operation: PreparedOperation, rights: Rights, sets: TypeSets) {
    this.#operation = operation;
    this.#rights = rights;
    this.#sets = sets;
  }

  root(): Rewritten {
    const { operation, root } = this.#operation;
    return this.#selections(operation.selectionSet, { types: this.#sets.possible(root), parent: root, isRoot: true });
  }

  #selections(set: SelectionSetNode, here: Here): Rewritten {
    const done = this.#done.get(set) ?? new Map<number, Rewritten>();
    this.#done.set(set, done);
    // Being the root makes a difference to a forbidden type only, and below a forbidden root nothing is walked.
    let rewritten = done.get(here.types.id);
    if (!rewritten) {
      rewritten = this.#rewritten(set, here);
      done.set(here.types.id, rewritten);
    }
    return rewritten;
  }

  #rewritten(set: SelectionSetNode, here: Here): Rewritten {
    const visible =
      here.isRoot || this.#rights.showsAll(here.types)
        ? here.types.types
        : here.types.types.filter((type) => !this.#rights.forbids(type));
    const kept: SelectionNode[] = [];
    let changed = false;
    let size = 0;
    for (const selection of set.selections) {
      const result =
        selection.kind === Kind.FIELD ? this.#field(selection, here, visible) : this.#fragment(selection, here);
      kept.push(...result.nodes);
      size += result.size;
      changed ||= result.changed;
    }
    if (!changed) return { node: set, changed, size };
    return { node: kept.length > 0 ? { kind: Kind.SELECTION_SET, selections: kept } : null, changed, size };
  }

  #fragment(node: FragmentSpreadNode | InlineFragmentNode, here: Here): Result {
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#operation.fragments.get(node.name.value);
    const condition = fragment?.typeCondition?.name.value;
    const types = this.#sets.narrow(here.types, condition);
    if (!fragment || types.types.length === 0) return REMOVED;
    const parent = condition === undefined ? here.parent : (this.#sets.composite(condition) ?? here.parent);
    const { node: set, changed, size } = this.#selections(fragment.selectionSet, { ...here, types, parent });
    if (!changed) return { nodes: [node], changed, size: size + 1 };
    if (!set) return REMOVED;
    return { nodes: [inlineFragment(fragment.typeCondition, node.directives, set)], changed, size: size + 1 };
  }

  #field(node: FieldNode, here: Here, visible: readonly GraphQLObjectType[]): Result {
    const name = node.name.value;
    if (visible.length > 0 && visible === here.types.types && this.#rights.allowsAll(here.types, node))
      return this.#whole(node, here);
    const allowed = visible.filter((type) => !this.#rights.denies(type, node));
    this.#record(node, here.parent, visible, allowed.length);
    if (allowed.length === 0) return REMOVED;
    if (allowed.length === here.types.types.length || name.startsWith('__')) {
      const { field, size } = this.#below(node, this.#sets.returned(allowed, name), here.parent);
      return { nodes: [field], changed: field !== node, size };
    }
    let size = 0;
    const nodes = allowed.map((type) => {
      const below = this.#below(node, this.#sets.returned([type], name), here.parent);
      size += below.size + 1;
      return perType(type, here.parent, below.field);
    });
    return { nodes, changed: true, size };
  }

  /** A field that is allowed on every type: nothing about it is looked at type by type. */
  #whole(node: FieldNode, here: Here): Result {
    const name = node.name.value;
    const { restricted, returned } = this.#sets.field(here.types, name);
    if (here.types.types.length > 1 && here.types === this.#sets.possible(here.parent)) {
      if (restricted.length > 0) this.disclosed.add(`${here.parent.name}.${name}`);
    } else for (const type of restricted) this.disclosed.add(`${type.name}.${name}`);
    const { field, size } = this.#below(node, returned, here.parent);
    return { nodes: [field], changed: field !== node, size };
  }

  /** The field with its own selections rewritten. */
  #below(node: FieldNode, types: TypeSet, parent: GraphQLCompositeType): { field: FieldNode; size: number } {
    if (!node.selectionSet || types.types.length === 0) return { field: node, size: 1 };
    const declared = fieldType(parent, node.name.value);
    const inner = declared ? getNamedType(declared) : undefined;
    const {
      node: set,
      changed,
      size,
    } = this.#selections(node.selectionSet, {
      types,
      parent: isCompositeType(inner) ? inner : parent,
      isRoot: false,
    });
    const hidden = this.#rights.showsAll(types) ? [] : types.types.filter((type) => this.#rights.forbids(type));
    for (const type of hidden) this.denied.add(type.name);
    if (!changed && hidden.length === 0) return { field: node, size: size + 1 };
    this.touched.add(node);
    const rest = set?.selections ?? [];
    const selections = types.types.length > 1 || rest.length === 0 ? [TYPE_FIELD, ...rest] : rest;
    return { field: { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } }, size: size + 2 };
  }

  #record(node: FieldNode, parent: GraphQLCompositeType, visible: readonly GraphQLObjectType[], allowed: number): void {
    const field = node.name.value;
    // Of an interface all of whose types allow it, the interface's coordinate stands for them all.
    if (visible.length > 1 && allowed === visible.length && allowed === this.#sets.possible(parent).types.length) {
      if (this.#sets.field(this.#sets.possible(parent), field).restricted.length > 0)
        this.disclosed.add(`${parent.name}.${field}`);
      return;
    }
    for (const type of visible) {
      const coordinate = `${type.name}.${field}`;
      if (allowed < visible.length && this.#rights.denies(type, node)) this.denied.add(coordinate);
      else if (this.#sets.isRestricted(type, field)) this.disclosed.add(coordinate);
    }
  }
}

/**
 * The field for one concrete type. Types may declare a field with another nullability than their interface, and side
 * by side such fragments would not be valid; below a fragment on the interface the field has the interface's type.
 */
function perType(type: GraphQLObjectType, parent: GraphQLCompositeType, field: FieldNode): InlineFragmentNode {
  const same = String(fieldType(type, field.name.value)) === String(fieldType(parent, field.name.value));
  return fragmentOn(type.name, same ? field : fragmentOn(parent.name, field));
}

function fragmentOn(type: string, selection: SelectionNode): InlineFragmentNode {
  const condition: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } };
  return inlineFragment(condition, undefined, { kind: Kind.SELECTION_SET, selections: [selection] });
}

function inlineFragment(
  typeCondition: NamedTypeNode | undefined,
  directives: readonly DirectiveNode[] | undefined,
  selectionSet: SelectionSetNode,
): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    ...(typeCondition ? { typeCondition } : {}),
    ...(directives ? { directives } : {}),
    selectionSet,
  };
}
