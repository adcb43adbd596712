// Which members of a family an operation treats alike: those that it does not name, and those of whom it says the same.
// One of each class is planned for, in the place of a member that the reduced supergraph has.
import {
  type DocumentNode,
  type InlineFragmentNode,
  Kind,
  type NamedTypeNode,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Family, Member } from './family.ts';

/** A member of the reduced supergraph, and those that it stands for. */
export interface Representative {
  readonly slot: Member;
  readonly members: readonly Member[];
}

export interface Classes {
  /** The operation, of each class one member named, as its representative. */
  readonly document: DocumentNode;
  readonly representatives: readonly Representative[];
}

/** @param most classes; undefined where there are more. */
export function classesOf(document: DocumentNode, family: Family, most: number): Classes | undefined {
  const said = whatIsSaid(document, family);
  if (said.size === 0) return { document, representatives: oneForAll(family) };
  const classes = [...Map.groupBy(family.members, (member) => said.get(member)?.join('\n') ?? '').values()];
  if (classes.length > most) return undefined;
  const representatives = classes.map((members, index) => ({ slot: at(family, index), members }));
  return { document: renamed(document, family, representatives), representatives };
}

const whole = new WeakMap<Family, readonly Representative[]>();

/** The same for every operation that names no member: what is made of it is shared by their plans. */
export function oneForAll(family: Family): readonly Representative[] {
  const made = whole.get(family) ?? [{ slot: at(family, 0), members: family.members }];
  whole.set(family, made);
  return made;
}

function at({ members }: Family, index: number): Member {
  const member = members[index];
  if (!member) throw new Error(`expected a family of more than ${index} members, got ${members.length}`);
  return member;
}

/** For each member that is named, the fragments on its types. */
function whatIsSaid(document: DocumentNode, family: Family): ReadonlyMap<Member, readonly string[]> {
  const owners = new Map(
    family.members.flatMap((member) => member.types.map((type, index) => [type, { member, index }] as const)),
  );
  const said = new Map<Member, string[]>();
  const say = (member: Member, text: string) => void said.set(member, [...(said.get(member) ?? []), text]);
  // Of two members that are named within each other the same is said only where each stands in the same places.
  let place = 0;
  const walk = (set: SelectionSetNode) => {
    place += 1;
    const here = place;
    for (const node of set.selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet) continue;
      const owner = node.kind === Kind.INLINE_FRAGMENT ? owners.get(node.typeCondition?.name.value ?? '') : undefined;
      if (owner) say(owner.member, `${here} ${owner.index} ${unconditional(node as InlineFragmentNode)}`);
      walk(node.selectionSet);
    }
  };
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const owner = node.kind === Kind.FRAGMENT_DEFINITION ? owners.get(node.typeCondition.name.value) : undefined;
    if (owner) say(owner.member, `a fragment of its own, on ${owner.member.graph}`);
    walk(node.selectionSet);
  }
  return said;
}

function unconditional(node: InlineFragmentNode): string {
  const { typeCondition: _, ...rest } = node;
  return print(rest);
}

function renamed(document: DocumentNode, family: Family, representatives: readonly Representative[]): DocumentNode {
  const names = new Map<string, string | undefined>(
    family.members.flatMap(({ types }) => types.map((type) => [type, undefined])),
  );
  for (const { slot, members } of representatives)
    for (const [index, type] of (members[0]?.types ?? []).entries()) names.set(type, slot.types[index]);
  const isLeftOut = (type: NamedTypeNode | undefined) =>
    type !== undefined && names.has(type.name.value) && names.get(type.name.value) === undefined;
  return visit(document, {
    InlineFragment: (node) => (isLeftOut(node.typeCondition) ? null : undefined),
    NamedType(node) {
      const name = names.get(node.name.value);
      return name === undefined ? undefined : { ...node, name: { kind: Kind.NAME, value: name } };
    },
  });
}
