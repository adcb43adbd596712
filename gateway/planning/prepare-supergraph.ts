// The supergraph as the planner is given it: the same types and fields for clients, put so that the planner's plans are
// right (execution.md names its faults).
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';
import { argument, type JoinNames, joinNames } from './join-directives.ts';
import { resolvableKeysFirst } from './key-order.ts';
import type { Naming } from './names.ts';
import { type RequiredFields, requiredFields, withArgument } from './required-fields.ts';
import { type TypeGraph, typeGraph } from './type-graph.ts';

export interface PreparedSupergraph {
  readonly document: DocumentNode;
  readonly required: RequiredFields;
  readonly naming: Naming;
  readonly types: TypeGraph;
}

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** @param sdl composed, its security directives stripped. */
export function prepareSupergraph(sdl: string): PreparedSupergraph {
  const document = parse(sdl, { noLocation: true });
  const names = joinNames(document);
  const required = requiredFields(document, names);
  const definitions = document.definitions.map((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
      ? prepared(node, required, names)
      : node,
  );
  const types = typeGraph(document, names);
  return {
    document: { ...document, definitions },
    required,
    naming: { shadowed: required.shadowed, joined: types.joined },
    types,
  };
}

function prepared<Node extends Composite>(node: Node, required: RequiredFields, names: JoinNames): Node {
  const type = node.name.value;
  const fields = node.fields ?? [];
  const rewritten = fields.map((field) => withRewrittenRequires(field, type, required, names));
  const added = [...(required.added.get(type) ?? [])].flatMap(([name, copied]): FieldDefinitionNode[] => {
    const field = rewritten.find((each) => each.name.value === copied);
    return field ? [{ ...field, name: { kind: Kind.NAME, value: name }, arguments: [] }] : [];
  });
  return {
    ...node,
    directives: resolvableKeysFirst(node.directives ?? [], names),
    fields: [...rewritten, ...added],
  };
}

function withRewrittenRequires(
  field: FieldDefinitionNode,
  type: string,
  required: RequiredFields,
  names: JoinNames,
): FieldDefinitionNode {
  const directives = field.directives?.map((node): ConstDirectiveNode => {
    const requires = node.name.value === names.field ? argument(node, 'requires') : undefined;
    return typeof requires === 'string' ? withArgument(node, 'requires', required.rewritten(type, requires)) : node;
  });
  return directives ? { ...field, directives } : field;
}
