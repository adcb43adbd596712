// A literal as the value of a variable, for where both mean the same to whatever subgraph reads them.
import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
} from 'graphql';

/** Undefined: the literal stays where it is. */
export function literalValue(node: ValueNode, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return node.kind === Kind.NULL ? undefined : literalValue(node, type.ofType);
  if (node.kind === Kind.VARIABLE) return undefined;
  if (node.kind === Kind.NULL) return null;
  if (isListType(type)) {
    // A single value stands for a list of one, in a literal and in a variable alike.
    return node.kind === Kind.LIST
      ? all(node.values.map((each) => literalValue(each, type.ofType)))
      : literalValue(node, type.ofType);
  }
  if (isInputObjectType(type)) {
    if (node.kind !== Kind.OBJECT) return undefined;
    const fields = type.getFields();
    const value: Record<string, unknown> = {};
    for (const { name, value: inner } of node.fields) {
      const field = Object.hasOwn(fields, name.value) ? fields[name.value] : undefined;
      const read = field && literalValue(inner, field.type);
      if (read === undefined) return undefined;
      value[name.value] = read;
    }
    return value;
  }
  if (isEnumType(type)) return node.kind === Kind.ENUM ? node.value : undefined;
  return scalarValue(node, type.name);
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
