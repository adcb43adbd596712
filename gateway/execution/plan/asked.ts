// What a fetch asks for. Nothing else of an answer is taken: a key that was not asked for could replace what another
// subgraph answered, the head of a case, its id or its type.
import type { FetchDataRewrite } from '@apollo/query-planner';
import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import type { TypeGraph } from '../../planning/type-graph.ts';
import type { Data } from './data.ts';

/** Fields of an object of any type. */
export interface Asked {
  readonly fields: readonly AskedField[];
  /** Keys of type names, `__typename` or an alias of it. */
  readonly typeKeys: readonly string[];
  /**
   * Whether objects here are taken from the answer as they stand: `whole` as they are, `checked` once the types in them
   * are looked at. `no`: another fetch writes into them, or a key has another name in the data.
   */
  readonly taken: 'no' | 'checked' | 'whole';
  /** For who takes: objects taken so far, and what takes them once they are many. */
  readonly taking: { objects: number; generated?: Take };
}

/** Takes the fields of an object; see `Merge`. */
export type Take = (source: Data, into: Data, merge: Taker) => void;

export interface Taker {
  below(value: unknown, asked: Asked, held: unknown): unknown;
  isObject(type: unknown): boolean;
}

export interface AskedField {
  /** In the answer. */
  readonly key: string;
  /** In the data; not the same where the planner kept two fields of one name apart. */
  readonly as: string;
  /** Undefined for a leaf. */
  readonly below: Asked | undefined;
}

export interface AskedOfFetch {
  readonly root: Asked;
  /** Of an entity, by the type of its representation. */
  entity(type: string): Asked;
}

export function askedOf(
  document: DocumentNode,
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: TypeGraph,
  isAlone: (place: string) => boolean = () => false,
): AskedOfFetch {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('expected an operation in a fetch, got none');
  const reader = new Reader(document, renamesOf(rewrites), types, isAlone);
  const entities = operation.selectionSet.selections.flatMap((node) =>
    node.kind === Kind.FIELD && node.name.value === '_entities' && node.selectionSet ? [node.selectionSet] : [],
  );
  const byType = new Map<string, Asked>();
  let root: Asked | undefined;
  return {
    // Not before it is needed: until then not every fetch of the plan is known.
    get root() {
      root ??= reader.read([operation.selectionSet], '');
      return root;
    },
    entity(type) {
      const known = byType.get(type) ?? reader.read(entities, '', type);
      byType.set(type, known);
      return known;
    },
  };
}

/** By the path in the answer, fragments left out: the planner's aliases are used once at a place. */
function renamesOf(rewrites: readonly FetchDataRewrite[] = []): Map<string, string> {
  return new Map(
    rewrites.map((rewrite) => {
      if (rewrite.kind !== 'KeyRenamer') throw new Error(`expected answers to be renamed only, got ${rewrite.kind}`);
      return [rewrite.path.filter((part) => !part.startsWith('... on ')).join('.'), rewrite.renameKeyTo];
    }),
  );
}

class Reader {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #renames: ReadonlyMap<string, string>;
  readonly #types: TypeGraph;
  readonly #isAlone: (place: string) => boolean;

  constructor(
    document: DocumentNode,
    renames: ReadonlyMap<string, string>,
    types: TypeGraph,
    isAlone: (place: string) => boolean,
  ) {
    this.#fragments = new Map(
      document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    );
    this.#renames = renames;
    this.#types = types;
    this.#isAlone = isAlone;
  }

  /** @param type where given, fragments that no object of it fits are passed over. */
  read(sets: readonly SelectionSetNode[], path: string, type?: string): Asked {
    const found = new Map<string, { isType: boolean; sets: SelectionSetNode[] }>();
    for (const set of sets) this.#collect(set, type, found);
    const fields = [...found].map(([key, { sets: below }]): AskedField => {
      const at = path === '' ? key : `${path}.${key}`;
      return { key, as: this.#renames.get(at) ?? key, below: below.length > 0 ? this.read(below, at) : undefined };
    });
    const typeKeys = [...found].flatMap(([key, { isType }]) => (isType ? [key] : []));
    return { fields, typeKeys, taken: this.#taken(fields, typeKeys, path), taking: { objects: 0 } };
  }

  #taken(fields: readonly AskedField[], typeKeys: readonly string[], path: string): Asked['taken'] {
    const below = fields.flatMap((field) => field.below ?? []);
    const isOwn = this.#renames.size === 0 && this.#isAlone(path) && below.every(({ taken }) => taken !== 'no');
    if (!isOwn) return 'no';
    return typeKeys.length === 0 && below.every(({ taken }) => taken === 'whole') ? 'whole' : 'checked';
  }

  #collect(
    set: SelectionSetNode,
    type: string | undefined,
    into: Map<string, { isType: boolean; sets: SelectionSetNode[] }>,
  ): void {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        const known = into.get(key) ?? { isType: node.name.value === '__typename', sets: [] };
        if (node.selectionSet) known.sets.push(node.selectionSet);
        into.set(key, known);
      } else {
        const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#fragments.get(node.name.value);
        const on = fragment?.typeCondition?.name.value;
        const fits =
          type === undefined || on === undefined || this.#types.isOfType(type, on) || this.#types.isOfType(on, type);
        if (fragment && fits) this.#collect(fragment.selectionSet, type, into);
      }
    }
  }
}
