// What the composed SDL says, coordinate by coordinate, before anything is derived from it.
import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode,
} from 'graphql';
import { argument, type Links } from './links.ts';
import type { Requirement } from './requirement.ts';
import { type Rule, readRule } from './security.ts';

export interface DeclaredInput {
  /** Name of the type, lists and non-null taken off. */
  readonly type: string;
  /** Coordinates ("Type.field") that whoever gives this must be allowed to read. */
  readonly guards: readonly string[];
  readonly defaultValue: ConstValueNode | undefined;
}

export interface DeclaredField {
  readonly type: string;
  readonly own: readonly Requirement[];
  readonly arguments: ReadonlyMap<string, DeclaredInput>;
  /** Selections that a subgraph is given before it resolves the field (`@join__field(requires:)`). */
  readonly requires: readonly string[];
}

export interface DeclaredType {
  readonly kind: 'object' | 'interface' | 'union' | 'scalar' | 'enum' | 'input';
  readonly own: Requirement[];
  readonly interfaces: Set<string>;
  readonly members: Set<string>;
  readonly fields: Map<string, DeclaredField>;
  readonly inputs: Map<string, DeclaredInput>;
  /** Of an enum. */
  readonly values: Map<string, readonly string[]>;
}

export type DeclaredTypes = ReadonlyMap<string, DeclaredType>;

type Location = 'a type' | 'a field' | 'an input' | 'an enum value' | 'nothing';

const KIND_OF: Readonly<Record<(TypeDefinitionNode | TypeExtensionNode)['kind'], DeclaredType['kind']>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'object',
  [Kind.OBJECT_TYPE_EXTENSION]: 'object',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'interface',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.UNION_TYPE_EXTENSION]: 'union',
  [Kind.SCALAR_TYPE_DEFINITION]: 'scalar',
  [Kind.SCALAR_TYPE_EXTENSION]: 'scalar',
  [Kind.ENUM_TYPE_DEFINITION]: 'enum',
  [Kind.ENUM_TYPE_EXTENSION]: 'enum',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input',
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: 'input',
};

/** Reads every type of the document. Faults are added to `problems`, with their coordinate. */
export function readDeclared(document: DocumentNode, links: Links, problems: string[]): DeclaredTypes {
  const types = new Map<string, DeclaredType>();
  const rules = new RuleReader(links, problems);
  for (const node of document.definitions) {
    if (!Object.hasOwn(KIND_OF, node.kind)) continue;
    readType(node as TypeDefinitionNode | TypeExtensionNode, types, rules, problems);
  }
  return types;
}

function readType(
  node: TypeDefinitionNode | TypeExtensionNode,
  types: Map<string, DeclaredType>,
  rules: RuleReader,
  problems: string[],
): void {
  const name = node.name.value;
  const kind = KIND_OF[node.kind];
  let type = types.get(name);
  if (!type) {
    type = {
      kind,
      own: [],
      interfaces: new Set(),
      members: new Set(),
      fields: new Map(),
      inputs: new Map(),
      values: new Map(),
    };
    types.set(name, type);
  } else if (type.kind !== kind) problems.push(`${name}: expected one kind of type, got ${type.kind} and ${kind}`);
  const carries = kind === 'union' || kind === 'input' ? 'nothing' : 'a type';
  type.own.push(...rules.requirements(node.directives, name, carries, type.own));
  if ('interfaces' in node) for (const each of node.interfaces ?? []) type.interfaces.add(each.name.value);
  if ('types' in node) for (const each of node.types ?? []) type.members.add(each.name.value);
  if ('values' in node) {
    for (const value of node.values ?? []) {
      type.values.set(value.name.value, rules.guards(value.directives, `${name}.${value.name.value}`, 'an enum value'));
    }
  }
  if (!('fields' in node)) return;
  for (const field of node.fields ?? []) {
    const coordinate = `${name}.${field.name.value}`;
    if (type.fields.has(field.name.value) || type.inputs.has(field.name.value)) {
      problems.push(`${coordinate}: expected one definition, got another`);
    } else if (field.kind === Kind.INPUT_VALUE_DEFINITION)
      type.inputs.set(field.name.value, rules.input(field, coordinate));
    else type.fields.set(field.name.value, readField(field, coordinate, rules));
  }
}

function readField(field: FieldDefinitionNode, coordinate: string, rules: RuleReader): DeclaredField {
  const requires = (field.directives ?? [])
    .filter((directive) => rules.isJoinField(directive))
    .flatMap((directive) => {
      const value = argument(directive, 'requires');
      return value?.kind === Kind.STRING ? [value.value] : [];
    });
  return {
    type: namedType(field.type),
    own: rules.requirements(field.directives, coordinate, 'a field'),
    arguments: new Map(
      (field.arguments ?? []).map((each) => [each.name.value, rules.input(each, `${coordinate}(${each.name.value}:)`)]),
    ),
    requires,
  };
}

class RuleReader {
  readonly #links: Links;
  readonly #problems: string[];

  constructor(links: Links, problems: string[]) {
    this.#links = links;
    this.#problems = problems;
  }

  requirements(
    directives: readonly ConstDirectiveNode[] | undefined,
    coordinate: string,
    where: Location,
    already: readonly Requirement[] = [],
  ): Requirement[] {
    const found = this.#rules(directives, coordinate, where, 'requirement').flatMap((each) =>
      each.rule === 'requirement' ? [each.requirement] : [],
    );
    const all = [...already, ...found];
    if (new Set(all.map((each) => each.kind)).size < all.length) {
      this.#problems.push(`${coordinate}: expected each security directive at most once, got one again`);
    }
    return found;
  }

  guards(directives: readonly ConstDirectiveNode[] | undefined, coordinate: string, where: Location): string[] {
    return this.#rules(directives, coordinate, where, 'guard').flatMap((each) =>
      each.rule === 'guard' ? [each.coordinate] : [],
    );
  }

  input(node: InputValueDefinitionNode, coordinate: string): DeclaredInput {
    return {
      type: namedType(node.type),
      guards: this.guards(node.directives, coordinate, 'an input'),
      defaultValue: node.defaultValue,
    };
  }

  isJoinField(directive: ConstDirectiveNode): boolean {
    const linked = this.#links.resolve(directive.name.value);
    // Without the join link the name is taken as it stands: better checked in vain than not checked.
    if (!linked) return directive.name.value === 'join__field';
    return linked.link.identity === 'https://specs.apollo.dev/join' && linked.element === 'field';
  }

  #rules(
    directives: readonly ConstDirectiveNode[] | undefined,
    coordinate: string,
    where: Location,
    expected: Rule['rule'],
  ): Rule[] {
    return (directives ?? []).flatMap((directive) => {
      const found = readRule(directive, coordinate, this.#links, this.#problems);
      if (!found) return [];
      if (found.rule === expected && where !== 'nothing') return [found];
      const places =
        found.rule === 'guard' ? 'an argument, an input field or an enum value' : 'a type with values or a field';
      this.#problems.push(
        `${coordinate}: expected @${directive.name.value} on ${places}, got it on ${where === 'nothing' ? 'a union or an input type' : where}`,
      );
      return [];
    });
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
