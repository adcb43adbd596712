// The objects that a step is about.
import { type Data, own } from './data.ts';

export class Targets {
  readonly list: readonly Data[];
  #byType: Map<string, Data[]> | undefined;

  constructor(list: readonly Data[]) {
    this.list = list;
  }

  /** Those that tell their type, by it. Computed once: many participants' steps are about one page of cases. */
  byType(): ReadonlyMap<string, readonly Data[]> {
    if (this.#byType) return this.#byType;
    const byType = new Map<string, Data[]>();
    for (const each of this.list) {
      const type = each.__typename;
      if (typeof type !== 'string') continue;
      const known = byType.get(type);
      if (known) known.push(each);
      else byType.set(type, [each]);
    }
    this.#byType = byType;
    return byType;
  }

  /** The objects at a path below these; `@` stands for the items of a list. */
  below(path: readonly (string | number)[]): Targets {
    const found: Data[] = [];
    for (const each of this.list) collect(each, path, 0, found);
    return new Targets(found);
  }
}

function collect(value: unknown, path: readonly (string | number)[], at: number, found: Data[]): void {
  if (typeof value !== 'object' || value === null) return;
  const part = path[at];
  if (Array.isArray(value)) {
    for (const each of value) collect(each, path, part === '@' ? at + 1 : at, found);
    return;
  }
  if (part === undefined) found.push(value as Data);
  else if (part !== '@') collect(own(value as Data, String(part)), path, at + 1, found);
}
