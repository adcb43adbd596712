// A literal as the value of a variable, for where both mean the same to whatever subgraph reads them.
import {
  type FloatValueNode,
  type GraphQLInputType,
  type IntValueNode,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type StringValueNode,
  type ValueNode,
} from 'graphql';

/** What is not a name, so that texts may differ in it and be alike in everything else. */
export type LiteralNode = FloatValueNode | IntValueNode | StringValueNode;

/** By the literal in the document, another of its kind in its place. */
export type OtherLiterals = ReadonlyMap<ValueNode, LiteralNode>;

/**
 * Undefined: the literal stays where it is.
 * @param others read in the place of those in the document.
 */
export function literalValue(node: ValueNode, type: GraphQLInputType, others?: OtherLiterals): unknown {
  if (isNonNullType(type)) return node.kind === Kind.NULL ? undefined : literalValue(node, type.ofType, others);
  if (node.kind === Kind.VARIABLE) return undefined;
  if (node.kind === Kind.NULL) return null;
  if (isListType(type)) {
    // A single value stands for a list of one, in a literal and in a variable alike.
    return node.kind === Kind.LIST
      ? all(node.values.map((each) => literalValue(each, type.ofType, others)))
      : literalValue(node, type.ofType, others);
  }
  if (isInputObjectType(type)) {
    if (node.kind !== Kind.OBJECT) return undefined;
    const fields = type.getFields();
    const value: Record<string, unknown> = {};
    for (const { name, value: inner } of node.fields) {
      const field = Object.hasOwn(fields, name.value) ? fields[name.value] : undefined;
      const read = field && literalValue(inner, field.type, others);
      if (read === undefined) return undefined;
      value[name.value] = read;
    }
    return value;
  }
  if (isEnumType(type)) return node.kind === Kind.ENUM ? node.value : undefined;
  return scalarValue(others?.get(node) ?? node, type.name);
}

/**
 * Puts something in the place of each part of a value that could be a variable's, as large as it can be: all of it, or what
 * stands beside variables in it.
 */
export function replaceConstants(
  node: ValueNode,
  type: GraphQLInputType,
  replace: (constant: ValueNode, type: GraphQLInputType) => ValueNode,
  others?: OtherLiterals,
): ValueNode {
  if (node.kind === Kind.VARIABLE) return node;
  if (literalValue(node, type, others) !== undefined) return replace(node, type);
  const within = isNonNullType(type) ? type.ofType : type;
  if (isListType(within)) {
    if (node.kind !== Kind.LIST) return replaceConstants(node, within.ofType, replace, others);
    return { ...node, values: node.values.map((each) => replaceConstants(each, within.ofType, replace, others)) };
  }
  if (!isInputObjectType(within) || node.kind !== Kind.OBJECT) return node;
  const declared = within.getFields();
  const fields = node.fields.map((each) => {
    const field = Object.hasOwn(declared, each.name.value) ? declared[each.name.value] : undefined;
    return field ? { ...each, value: replaceConstants(each.value, field.type, replace, others) } : each;
  });
  return { ...node, fields };
}

/** A scalar of the schema's own may read a literal and a value differently: only what can hardly be read in two ways. */
function scalarValue(node: ValueNode, scalar: string): unknown {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT: {
      if (scalar === 'ID') return node.value;
      const value = Number(node.value);
      return Number.isSafeInteger(value) ? value : undefined;
    }
    case Kind.FLOAT: {
      const value = Number(node.value);
      return scalar === 'Float' && Number.isFinite(value) ? value : undefined;
    }
    default:
      return undefined;
  }
}

function all(values: unknown[]): unknown[] | undefined {
  return values.includes(undefined) ? undefined : values;
}
