// Who writes where in the data of one plan. An object that one fetch alone makes is taken from its answer as it stands:
// what was not asked for lies in it unread, and can replace nothing of another's.
import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

interface Writer {
  /** Where its objects stand in the data, list levels left out. */
  readonly path: string;
  /** Types of the entities that it is about. Undefined: whatever is there. */
  readonly types: readonly string[] | undefined;
}

const ANY = '*';
const SEVERAL = -1;

export class Writers {
  readonly #writers: Writer[] = [];
  /** By place, by the writer's path, by type: the writer, or that there are several. */
  readonly #places = new Map<string, Map<string, Map<string, number>>>();

  /** Whether some fetch gives its values other names than they are asked by: then it is not known where they stand. */
  #renaming = false;

  /** @returns the number of this writer. */
  add(
    path: readonly (string | number)[],
    types: readonly string[] | undefined,
    document: DocumentNode,
    renaming = false,
  ): number {
    this.#renaming ||= renaming;
    const writer = { path: path.filter((part) => part !== '@').join('.'), types };
    const id = this.#writers.push(writer) - 1;
    // What lies around the objects is theirs as well: it must be there as one object for all.
    for (let place = writer.path; place !== ''; place = place.slice(0, Math.max(0, place.lastIndexOf('.'))))
      this.#mark(place, id);
    this.#mark('', id);
    const fragments = new Map(
      document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    );
    for (const definition of document.definitions)
      if (definition.kind === Kind.OPERATION_DEFINITION)
        this.#walk(topOf(definition.selectionSet, types !== undefined), writer.path, fragments, id);
    return id;
  }

  /** Whether nobody else writes into objects at this place, or below it. */
  isAlone(id: number, below: string): boolean {
    const writer = this.#writers[id];
    if (!writer || this.#renaming) return false;
    const paths = this.#places.get(join(writer.path, below));
    const byType = paths?.size === 1 ? paths.get(writer.path) : undefined;
    if (!byType || (byType.has(ANY) && byType.size > 1)) return false;
    return (writer.types ?? [ANY]).every((type) => byType.get(type) === id);
  }

  #walk(
    sets: readonly SelectionSetNode[],
    place: string,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    id: number,
  ): void {
    for (const { selections } of sets)
      for (const node of selections) {
        if (node.kind === Kind.FIELD) {
          if (!node.selectionSet) continue;
          const at = join(place, node.alias?.value ?? node.name.value);
          this.#mark(at, id);
          this.#walk([node.selectionSet], at, fragments, id);
          continue;
        }
        const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
        if (fragment) this.#walk([fragment.selectionSet], place, fragments, id);
      }
  }

  #mark(place: string, id: number): void {
    const { path, types } = this.#writers[id] ?? { path: '', types: undefined };
    const paths = this.#places.get(place) ?? new Map<string, Map<string, number>>();
    this.#places.set(place, paths);
    const byType = paths.get(path) ?? new Map<string, number>();
    paths.set(path, byType);
    for (const type of types ?? [ANY]) byType.set(type, (byType.get(type) ?? id) === id ? id : SEVERAL);
  }
}

/** Selections of the objects that a fetch is about: of entities, what stands below `_entities`. */
function topOf(set: SelectionSetNode, ofEntities: boolean): SelectionSetNode[] {
  if (!ofEntities) return [set];
  return set.selections.flatMap((node) => (node.kind === Kind.FIELD && node.selectionSet ? [node.selectionSet] : []));
}

function join(path: string, below: string): string {
  return path === '' || below === '' ? path + below : `${path}.${below}`;
}
