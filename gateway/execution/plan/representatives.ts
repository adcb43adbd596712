// A plan in which members of a family stand for others (planning/alike): how their names become those of the others.
import { Kind, print, stripIgnoredCharacters, visit } from 'graphql';
import type { Representative } from '../../planning/alike/classes.ts';
import type { Member } from '../../planning/alike/family.ts';
import type { AskedOfFetch } from './asked.ts';
import type { Representations } from './representations.ts';
import type { Wire } from './wire.ts';

/** Text with places for the names of a member and its types. */
interface Template {
  for(member: Member): string;
}

const known = new WeakMap<readonly Representative[], Representatives>();

/** Plans of the same representatives share one. Undefined where there are none. */
export function representativesOf(all: readonly Representative[]): Representatives | undefined {
  if (all.length === 0) return undefined;
  const made = known.get(all) ?? new Representatives(all);
  known.set(all, made);
  return made;
}

export class Representatives {
  readonly #bySubgraph: ReadonlyMap<string, Representative>;
  /** The type that stands for another. */
  readonly #standIns = new Map<string, string>();
  readonly #standingFor = new Map<string, { readonly representative: Representative; readonly index: number }>();
  readonly #members = new Map<string, Member>();

  constructor(representatives: readonly Representative[]) {
    this.#bySubgraph = new Map(representatives.map((each) => [each.slot.subgraph, each]));
    for (const representative of representatives)
      for (const [index, type] of representative.slot.types.entries()) {
        this.#standingFor.set(type, { representative, index });
        for (const member of representative.members) {
          const own = member.types[index] ?? type;
          this.#standIns.set(own, type);
          this.#members.set(own, member);
        }
      }
  }

  /** For each type of a member, the type that stands for it: what a plan says of one holds for the other. */
  get alike(): ReadonlyMap<string, string> {
    return this.#standIns;
  }

  /** Those that a subgraph of the plan stands for; undefined for a subgraph that is itself. */
  membersOf(subgraph: string): readonly Member[] | undefined {
    return this.#bySubgraph.get(subgraph)?.members;
  }

  /** The member among these whose type it is. */
  owner(type: string, members: readonly Member[]): Member | undefined {
    const member = this.#members.get(type);
    return member && members.includes(member) ? member : undefined;
  }

  asked(asked: AskedOfFetch): AskedOfFetch {
    return {
      get root() {
        return asked.root;
      },
      entity: (type) => asked.entity(this.#standIns.get(type) ?? type),
    };
  }

  /** @param member whose types alone are sent; without, those of all. */
  sent(sent: Representations, member?: Member): Representations {
    const types = sent.types.flatMap((type) => {
      const found = this.#standingFor.get(type);
      if (!found) return [type];
      const members = member ? [member] : found.representative.members;
      return members.map((each) => each.types[found.index] ?? type);
    });
    return { types, of: (target, type) => sent.of(target, this.#standIns.get(type) ?? type) };
  }

  /** An operation for all: a fragment on a representative's type becomes one for each that it stands for. */
  textForAll({ document, text: own }: Wire): string {
    if (![...this.#standingFor.keys()].some((type) => own.includes(type))) return own;
    const mark = markFor(own);
    const fragments: string[] = [];
    const marked = visit(document, {
      InlineFragment: {
        leave: (node) => {
          const found = this.#standingFor.get(node.typeCondition?.name.value ?? '');
          if (!found) return undefined;
          const { representative, index } = found;
          const text = compact({ ...node, typeCondition: named(mark) });
          const all = representative.members.map(({ types }) => text.replace(mark, types[index] ?? ''));
          fragments.push(all.join(''));
          return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: `${mark}${fragments.length - 1}_` } };
        },
      },
    });
    const places = new RegExp(`${mark}(\\d+)_`, 'g');
    const filled = (text: string): string =>
      text.replaceAll(places, (_, number) => filled(fragments[Number(number)] ?? ''));
    return filled(compact(marked));
  }

  /** An operation of a subgraph that stands for others: its name and types are places for those of each. */
  template(subgraph: string, { document, text }: Wire): Template {
    const mark = markFor(text);
    // The planner names an operation after the subgraph that it is for.
    const own = `__${inName(subgraph)}__`;
    const marked = visit(document, {
      OperationDefinition: ({ name, ...node }) =>
        name && { ...node, name: { ...name, value: name.value.replace(own, `__${mark}_s_`) } },
      NamedType: ({ name }) => {
        const found = this.#standingFor.get(name.value);
        return found && named(`${mark}_${found.index}_`);
      },
    });
    const parts = compact(marked).split(new RegExp(`${mark}_(\\d+|s)_`));
    const place = (part: string, member: Member) =>
      part === 's' ? `${inName(member.subgraph)}__` : member.types[Number(part)];
    return { for: (member) => parts.map((part, at) => (at % 2 === 0 ? part : place(part, member))).join('') };
  }
}

function inName(subgraph: string): string {
  return subgraph.replaceAll(/\W/g, '_');
}

function named(name: string) {
  return { kind: Kind.NAMED_TYPE as const, name: { kind: Kind.NAME as const, value: name } };
}

function compact(node: Parameters<typeof print>[0]): string {
  return stripIgnoredCharacters(print(node));
}

/** A name that is nowhere in the text. */
function markFor(text: string): string {
  let mark = '__m';
  while (text.includes(mark)) mark += 'm';
  return mark;
}
