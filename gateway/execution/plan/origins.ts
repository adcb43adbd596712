// Whose a value in the data is: which fetches of the plan asked for it. Looked up where something is found to be wrong with
// it, never before: a run notes nothing down.
import type { Asked } from './asked.ts';
import { type Data, isData, own } from './data.ts';
import type { Representations } from './representations.ts';

/** What one fetch asked of whom about this object; undefined where nothing. */
export type AskedAbout = (object: Data) => { readonly subgraph: string; readonly asked: Asked } | undefined;

export class Origins {
  /** By where the objects of the fetches stand in the data, list levels left out. */
  readonly #byPath = new Map<string, AskedAbout[]>();

  add(path: readonly (string | number)[], askedAbout: AskedAbout): void {
    const names = path.filter((part) => part !== '@').join('.');
    const known = this.#byPath.get(names);
    if (known) known.push(askedAbout);
    else this.#byPath.set(names, [askedAbout]);
  }

  /** The value at a place, and the subgraphs that were asked for it. Of most places it is one. */
  at(data: Data, place: readonly (string | number)[]): { readonly value: unknown; readonly subgraphs: string[] } {
    const names = place.filter((part) => typeof part === 'string');
    const found = new Set<string>();
    let value: unknown = data;
    let passed = 0;
    for (const part of place) {
      if (isData(value) && typeof part === 'string') {
        for (const askedAbout of this.#byPath.get(names.slice(0, passed).join('.')) ?? []) {
          const about = askedAbout(value);
          if (about && reaches(about.asked, names.slice(passed))) found.add(about.subgraph);
        }
        passed += 1;
      }
      if (Array.isArray(value)) value = value[Number(part)];
      else value = isData(value) ? own(value, String(part)) : undefined;
    }
    return { value, subgraphs: [...found] };
  }
}

function reaches(asked: Asked, names: readonly string[]): boolean {
  let at: Asked | undefined = asked;
  for (const name of names) {
    const field: Asked['fields'][number] | undefined = at?.fields.find(({ as }) => as === name);
    if (!field) return false;
    at = field.below;
  }
  return true;
}

/** Whether an entity was sent: its representation is made once more. What it is made of was there before the fetch. */
export function wasSent(object: Data, sent: Representations): boolean {
  const type = object.__typename;
  return typeof type === 'string' && sent.types.includes(type) && sent.of(object, type) !== undefined;
}
