// What a supergraph says of a type, as text in which one subgraph and its own types have no names: equal texts, alike types.
import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  print,
  type TypeNode,
} from 'graphql';
import { argument, type JoinNames } from '../join-directives.ts';

/** Names that stand for others; a name that is not there stands for itself. */
export interface Naming {
  readonly graphs: ReadonlyMap<string, string>;
  readonly subgraphs: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, string>;
}

/** Arguments of join directives that hold a selection: only what follows `... on` in it is the name of a type. */
const SELECTIONS = new Set(['key', 'requires', 'provides']);
const TYPES = new Set(['interface', 'member', 'type']);
const CONDITION = /(\.\.\.\s*on\s+)(\w+)/g;

export function directiveText(node: ConstDirectiveNode, names: JoinNames, naming: Naming): string {
  if (!isJoin(node, names)) return print(node);
  const given = (node.arguments ?? []).map(({ name, value }) => {
    const text = value.kind === Kind.STRING || value.kind === Kind.ENUM ? value.value : print(value);
    return `${name.value}: ${argumentText(name.value, text, naming)}`;
  });
  return `@${node.name.value}(${given.join(', ')})`;
}

function argumentText(name: string, value: string, { graphs, subgraphs, types }: Naming): string {
  if (name === 'graph') return graphs.get(value) ?? value;
  if (name === 'override') return subgraphs.get(value) ?? value;
  if (TYPES.has(name)) return value.replaceAll(/\w+/g, (type) => types.get(type) ?? type);
  if (SELECTIONS.has(name)) return value.replaceAll(CONDITION, (_, on, type) => `${on}${types.get(type) ?? type}`);
  return value;
}

export function fieldText(node: FieldDefinitionNode | InputValueDefinitionNode, names: JoinNames, naming: Naming) {
  const given = node.kind === Kind.FIELD_DEFINITION ? (node.arguments ?? []).map(inputText) : [];
  const value = node.kind === Kind.INPUT_VALUE_DEFINITION && node.defaultValue ? print(node.defaultValue) : '';
  const directives = (node.directives ?? []).map((each) => directiveText(each, names, naming));
  return `${node.name.value}(${given.join(', ')}): ${typeText(node.type, naming)} ${value} ${directives.join(' ')}`;
}

function inputText(node: InputValueDefinitionNode): string {
  const { description: _, ...rest } = node;
  return print(rest);
}

function typeText(node: TypeNode, naming: Naming): string {
  return print(node).replaceAll(/\w+/g, (type) => naming.types.get(type) ?? type);
}

export function isJoin(node: ConstDirectiveNode, names: JoinNames): boolean {
  const name = node.name.value;
  return (
    name === names.field ||
    name === names.type ||
    name === names.enumValue ||
    name === names.implements ||
    name === names.unionMember
  );
}

/** The graph that a join directive is about. */
export function graphOf(node: ConstDirectiveNode, names: JoinNames): string | undefined {
  if (!isJoin(node, names)) return undefined;
  const value = node.arguments?.find((each) => each.name.value === 'graph')?.value;
  return value?.kind === Kind.ENUM ? value.value : undefined;
}

export function namedTypeOf(node: TypeNode): string {
  return node.kind === Kind.NAMED_TYPE ? node.name.value : namedTypeOf(node.type);
}

/** Names of the types that selections in a directive's arguments are conditional on, and of the fields in them. */
export function selectionsOf(node: ConstDirectiveNode, names: JoinNames) {
  const texts = isJoin(node, names)
    ? [...SELECTIONS].flatMap((name) => {
        const value = argument(node, name);
        return typeof value === 'string' ? [value] : [];
      })
    : [];
  return {
    types: texts.flatMap((text) => [...text.matchAll(CONDITION)].map(([, , type = '']) => type)),
    words: texts.flatMap((text) => text.match(/\w+/g) ?? []),
  };
}
